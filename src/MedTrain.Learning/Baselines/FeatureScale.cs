using static TorchSharp.torch;

namespace MedTrain.Learning.Baselines;

/// <summary>Mean and standard deviation of every feature over the training part. A feature that never varies keeps deviation 1.</summary>
internal sealed class FeatureScale
{
    private readonly Tensor mean, deviation;

    private FeatureScale(Tensor mean, Tensor deviation) => (this.mean, this.deviation) = (mean, deviation);

    /// <summary>Takes them from features <c>[N, F]</c>.</summary>
    public static FeatureScale Fit(Tensor features)
    {
        var mean = features.to_type(ScalarType.Float64).mean([0]); // [F]
        var deviation = (features - mean).square().mean([0]).sqrt();
        return new FeatureScale(mean, where(deviation > 0, deviation, ones_like(deviation)));
    }

    /// <summary>Standardises the features in place.</summary>
    public void Apply(Tensor features) => features.copy_((features - mean) / deviation);

    /// <summary>Turns weights on standardised features into those on the features as they are, in place.</summary>
    /// <returns>What the bias must be lowered by.</returns>
    public double Fold(Tensor weights)
    {
        weights.div_(deviation);
        return (weights * mean).sum().item<double>();
    }
}
