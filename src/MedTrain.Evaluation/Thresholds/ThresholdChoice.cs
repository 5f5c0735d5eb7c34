using MedTrain.Evaluation.Curves;

namespace MedTrain.Evaluation.Thresholds;

/// <summary>Chooses a threshold on validation cases.</summary>
public static class ThresholdChoice
{
    // Shares are ratios of counts; a target such as 0.95 must be met by 19 of 20 whatever the last digit says.
    private const double Rounding = 1e-12;

    /// <summary>The threshold; a score of at least this is called positive.</summary>
    /// <param name="scores">Scores of validation cases.</param>
    /// <param name="positive">Their truth.</param>
    /// <param name="rule">Any rule but <see cref="ThresholdRule.Fixed"/>.</param>
    /// <param name="target">The sensitivity or specificity to reach; unused by the others.</param>
    /// <returns>The threshold, or null when validation lacks a class.</returns>
    public static double? Choose(double[] scores, bool[] positive, ThresholdRule rule, double target)
    {
        if (!positive.Contains(true) || !positive.Contains(false))
        {
            return null;
        }
        var curve = RocCurve.Of(scores, positive);
        return rule switch
        {
            ThresholdRule.Youden => curve.MaxBy(point => point.TruePositiveRate - point.FalsePositiveRate).Threshold,
            // 2 TP / (2 TP + FP + FN), divided by the number of positives.
            ThresholdRule.F1 => curve.MaxBy(point => 2 * point.TruePositiveRate
                / (point.TruePositiveRate + point.FalsePositiveRate * NegativesPerPositive(positive) + 1)).Threshold,
            ThresholdRule.Sensitivity => curve.First(point => point.TruePositiveRate >= target - Rounding).Threshold,
            ThresholdRule.Specificity => curve.Last(point => 1 - point.FalsePositiveRate >= target - Rounding).Threshold,
            _ => throw new ArgumentOutOfRangeException(nameof(rule), "A fixed threshold is not chosen; take it from the configuration."),
        };
    }

    private static double NegativesPerPositive(bool[] positive) => (double)positive.Count(one => !one) / positive.Count(one => one);
}
