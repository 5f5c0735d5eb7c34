using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data;

namespace MedTrain.Learning.Batching;

/// <summary>Blurs with a Gaussian.</summary>
public sealed record RandomBlur : OccasionalAugmentation
{
    private const double Least = 0.05;

    /// <summary>Largest deviation of the Gaussian, in voxels.</summary>
    [Description("Largest deviation of the Gaussian, in voxels.")]
    [Range(0.0, 20.0)]
    public double Sigma { get; init; } = 1;

    private protected override void Change(Span<float> sample, SampleGrid grid, ref CounterRandom random) =>
        Blur(sample, grid, random.NextDouble(0, Sigma));

    /// <summary>Blurs along every axis; a deviation below 0.05 voxels changes nothing.</summary>
    internal static void Blur(Span<float> sample, SampleGrid grid, double sigma)
    {
        if (sigma < Least)
        {
            return;
        }

        var weights = AxisFilter.Gaussian(sigma);
        for (var axis = 0; axis < grid.Dimensions; axis++)
        {
            AxisFilter.Apply(sample, grid, axis, weights, weights.Length / 2, wraps: false);
        }
    }
}
