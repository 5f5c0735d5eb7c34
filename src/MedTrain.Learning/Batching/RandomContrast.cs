using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data;

namespace MedTrain.Learning.Batching;

/// <summary>Spreads or narrows the grey values about the image's mean.</summary>
public sealed record RandomContrast : OccasionalAugmentation
{
    /// <summary>Largest factor; the least is its reciprocal.</summary>
    [Description("Largest factor of the distances from the image's mean; the least is its reciprocal.")]
    [Range(1.0, 10.0)]
    public double Factor { get; init; } = 1.25;

    private protected override void Change(Span<float> sample, SampleGrid grid, ref CounterRandom random)
    {
        var factor = Math.Pow(Factor, Either(1, ref random));
        if (factor == 1)
        {
            return;
        }

        var mean = SampleValues.Of(sample).Mean;
        foreach (ref var value in sample)
        {
            value = (float)(mean + (factor * (value - mean)));
        }
    }
}
