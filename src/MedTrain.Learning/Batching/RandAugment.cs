using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data;

namespace MedTrain.Learning.Batching;

/// <summary>
/// A few operations drawn from a fixed list, all of one strength: two numbers to tune instead of one per operation
/// (Cubuk et al., RandAugment, CVPR Workshops 2020). The list holds what can happen to a medical image.
/// </summary>
public sealed record RandAugment : OccasionalAugmentation
{
    private static readonly RandomAffine Still = new() { RotateDegrees = 0, Translate = 0, Scale = 0 };

    private static readonly Func<double, Augmentation?>[] Choices =
    [
        _ => null,
        strength => Still with { RotateDegrees = 30 * strength },
        strength => Still with { Translate = 0.2 * strength },
        strength => Still with { Scale = 0.4 * strength },
        strength => Still with { ShearDegrees = 20 * strength },
        strength => new RandomContrast { Factor = 1 + strength },
        strength => new RandomBrightness { Deviations = strength },
        strength => new RandomGamma { Exponent = 1 + strength },
        strength => new RandomNoise { Deviation = 0.4 * strength },
        strength => new RandomBlur { Sigma = 2 * strength },
        strength => new RandomCutout { Size = 0.5 * strength },
    ];

    /// <summary>Operations per sample.</summary>
    [Description("Operations per sample.")]
    [Range(1, 10)]
    public int Operations { get; init; } = 2;

    /// <summary>Strength of all operations, 0 to 1.</summary>
    [Description("Strength of all operations, from 0 (none) to 1 (rotation by up to 30 degrees, scaling by up to 1.4, …).")]
    [Range(0.0, 1.0)]
    public double Strength { get; init; } = 0.4;

    private protected override void Change(Span<float> sample, SampleGrid grid, ref CounterRandom random)
    {
        long[] shape = [grid.Channels, grid.Depth, grid.Height, grid.Width];
        for (var i = 0; i < Operations; i++)
        {
            Choices[random.NextInt(Choices.Length)](Strength)?.Apply(sample, shape, ref random);
        }
    }
}
