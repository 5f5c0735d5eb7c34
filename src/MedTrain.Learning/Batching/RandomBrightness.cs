using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data;

namespace MedTrain.Learning.Batching;

/// <summary>Adds the same random number to all values.</summary>
public sealed record RandomBrightness : OccasionalAugmentation
{
    /// <summary>Largest change, in standard deviations of the image.</summary>
    [Description("Largest change, in standard deviations of the image.")]
    [Range(0.0, 10.0)]
    public double Deviations { get; init; } = 0.2;

    private protected override void Change(Span<float> sample, SampleGrid grid, ref CounterRandom random)
    {
        var change = (float)(Either(Deviations, ref random) * SampleValues.Of(sample).Deviation);
        foreach (ref var value in sample)
        {
            value += change;
        }
    }
}
