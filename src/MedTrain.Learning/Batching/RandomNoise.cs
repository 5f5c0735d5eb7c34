using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data;

namespace MedTrain.Learning.Batching;

/// <summary>Adds Gaussian noise.</summary>
public sealed record RandomNoise : OccasionalAugmentation
{
    /// <summary>Largest deviation of the noise, in standard deviations of the image.</summary>
    [Description("Largest deviation of the noise, in standard deviations of the image.")]
    [Range(0.0, 10.0)]
    public double Deviation { get; init; } = 0.1;

    private protected override void Change(Span<float> sample, SampleGrid grid, ref CounterRandom random)
    {
        var deviation = random.NextDouble(0, Deviation) * SampleValues.Of(sample).Deviation;
        if (deviation == 0)
        {
            return;
        }

        foreach (ref var value in sample)
        {
            value += (float)(deviation * random.NextNormal());
        }
    }
}
