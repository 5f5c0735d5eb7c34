using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data;

namespace MedTrain.Learning.Batching;

/// <summary>Bends the grey scale: values between the image's least and greatest are raised to a random power.</summary>
public sealed record RandomGamma : OccasionalAugmentation
{
    /// <summary>Largest exponent; the least is its reciprocal.</summary>
    [Description("Largest exponent; the least is its reciprocal.")]
    [Range(1.0, 10.0)]
    public double Exponent { get; init; } = 1.5;

    private protected override void Change(Span<float> sample, SampleGrid grid, ref CounterRandom random)
    {
        var exponent = Math.Pow(Exponent, Either(1, ref random));
        var values = SampleValues.Of(sample);
        var range = values.Greatest - values.Least;
        if (!(range > 0) || exponent == 1)
        {
            return;
        }

        foreach (ref var value in sample)
        {
            value = values.Least + (range * MathF.Pow((value - values.Least) / range, (float)exponent));
        }
    }
}
