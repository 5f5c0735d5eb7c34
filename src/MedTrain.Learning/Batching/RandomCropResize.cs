using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data;
using MedTrain.Data.Imaging;

namespace MedTrain.Learning.Batching;

/// <summary>Cuts a random box out of the image and enlarges it to the image's size.</summary>
public sealed record RandomCropResize : OccasionalAugmentation
{
    /// <summary>Least share of the image's area (or volume) that the box keeps.</summary>
    [Description("Least share of the image's area (or volume) that the box keeps.")]
    [Range(0.01, 1.0)]
    public double LeastShare { get; init; } = 0.6;

    /// <summary>Largest ratio of the box's sides, relative to the image's.</summary>
    [Description("Largest ratio of the box's sides, relative to the image's.")]
    [Range(1.0, 4.0)]
    public double Stretch { get; init; } = 4.0 / 3;

    private protected override void Change(Span<float> sample, SampleGrid grid, ref CounterRandom random)
    {
        var share = Math.Pow(random.NextDouble(LeastShare, 1), 1.0 / grid.Dimensions);
        var half = Math.Log(Stretch) / 2;
        var diagonal = new double[3];
        var start = new double[3];
        for (var axis = 0; axis < 3; axis++)
        {
            diagonal[axis] = axis < grid.Dimensions ? Math.Min(1, share * Math.Exp(Either(half, ref random))) : 1;
            var first = random.NextDouble() * grid[axis] * (1 - diagonal[axis]);
            start[axis] = first + (0.5 * diagonal[axis]) - 0.5;
        }

        AffineWarp.Apply(sample, grid, new Affine(
            Matrix3.Diagonal(new(diagonal[0], diagonal[1], diagonal[2])), new(start[0], start[1], start[2])));
    }
}
