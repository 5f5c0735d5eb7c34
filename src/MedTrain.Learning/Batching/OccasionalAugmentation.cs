using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data;

namespace MedTrain.Learning.Batching;

/// <summary>An augmentation that leaves a share of the samples as they are.</summary>
public abstract record OccasionalAugmentation : Augmentation
{
    /// <summary>Share of the samples that it changes.</summary>
    [Description("Share of the samples that it changes.")]
    [Range(0.0, 1.0)]
    public double Probability { get; init; } = 1;

    /// <inheritdoc/>
    public sealed override void Apply(Span<float> sample, ReadOnlySpan<long> shape, ref CounterRandom random)
    {
        if (random.NextDouble() < Probability)
        {
            Change(sample, SampleGrid.Of(shape), ref random);
        }
    }

    /// <summary>Draws parameters and applies them.</summary>
    private protected abstract void Change(Span<float> sample, SampleGrid grid, ref CounterRandom random);

    /// <summary>A number, uniform in ± <paramref name="largest"/>.</summary>
    private protected static double Either(double largest, ref CounterRandom random) => random.NextDouble(-largest, largest);
}
