namespace MedTrain.Evaluation.Intervals;

/// <summary>Quantiles of a sample by linear interpolation between order statistics (numpy's default, type 7 of Hyndman and Fan).</summary>
public static class Quantile
{
    /// <summary>One quantile.</summary>
    /// <param name="sorted">The values in ascending order, at least one.</param>
    /// <param name="probability">0 … 1.</param>
    public static double Of(ReadOnlySpan<double> sorted, double probability)
    {
        var at = Math.Clamp(probability, 0, 1) * (sorted.Length - 1);
        var below = (int)at;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
