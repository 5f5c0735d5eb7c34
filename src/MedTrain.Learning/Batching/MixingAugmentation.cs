using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data;

namespace MedTrain.Learning.Batching;

/// <summary>
/// An augmentation that takes a second training case in, and mixes the labels in the same proportion. A label that one of the two
/// does not know is unknown in the mixture.
/// </summary>
public abstract record MixingAugmentation : Augmentation
{
    /// <summary>Share of the samples that it changes.</summary>
    [Description("Share of the samples that are mixed.")]
    [Range(0.0, 1.0)]
    public double Probability { get; init; } = 0.5;

    /// <summary>Both parameters of the beta distribution of the mixing share.</summary>
    [Description("Both parameters of the beta distribution of the mixing share: near 0 one case prevails, 1 draws all shares alike.")]
    [Range(0.01, 2.0)]
    public double Alpha { get; init; } = 0.4;

    /// <summary>Alone a sample cannot be mixed: <see cref="Mix"/> is told the second case.</summary>
    public sealed override void Apply(Span<float> sample, ReadOnlySpan<long> shape, ref CounterRandom random)
    {
    }

    /// <summary>Mixes a second image into the first.</summary>
    /// <param name="sample">The first, changed in place.</param>
    /// <param name="partner">The second; of the same shape.</param>
    /// <param name="shape">Shape of both.</param>
    /// <param name="random">The generator of the first one's epoch and case.</param>
    /// <returns>The first one's share in the mixture, 0 to 1.</returns>
    internal abstract double Mix(Span<float> sample, ReadOnlySpan<float> partner, ReadOnlySpan<long> shape, ref CounterRandom random);

    /// <summary>A share, drawn from Beta(alpha, alpha) by Jöhnk's method.</summary>
    private protected double DrawShare(ref CounterRandom random)
    {
        while (true)
        {
            var (first, second) = (Math.Pow(random.NextDouble(), 1 / Alpha), Math.Pow(random.NextDouble(), 1 / Alpha));
            if (first + second is > 0 and <= 1)
            {
                return first / (first + second);
            }
        }
    }
}

/// <summary>The weighted mean of two images and of their labels (Zhang et al., mixup, ICLR 2018).</summary>
public sealed record Mixup : MixingAugmentation
{
    internal override double Mix(Span<float> sample, ReadOnlySpan<float> partner, ReadOnlySpan<long> shape, ref CounterRandom random)
    {
        var share = DrawShare(ref random);
        for (var i = 0; i < sample.Length; i++)
        {
            sample[i] = (float)((share * sample[i]) + ((1 - share) * partner[i]));
        }

        return share;
    }
}

/// <summary>A box of the second image put into the first; labels are mixed by area or volume (Yun et al., CutMix, ICCV 2019).</summary>
public sealed record CutMix : MixingAugmentation
{
    internal override double Mix(Span<float> sample, ReadOnlySpan<float> partner, ReadOnlySpan<long> shape, ref CounterRandom random)
    {
        var grid = SampleGrid.Of(shape);
        var box = SampleBox.Draw(grid, Math.Pow(1 - DrawShare(ref random), 1.0 / grid.Dimensions), ref random);
        box.Copy(partner, sample, grid);
        return 1 - box.ShareOf(grid);
    }
}
