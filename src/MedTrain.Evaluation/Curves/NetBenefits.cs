using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;

namespace MedTrain.Evaluation.Curves;

/// <summary>Net benefit at many thresholds in every resample: each case is counted once, at the highest threshold that calls it.</summary>
internal static class NetBenefits
{
    internal static TallySource Source(double[] thresholds) => TallySource.Of<BinarySample>(sample =>
        new CaseSums(2 * (thresholds.Length + 1), sample.Patients, (i, sums) =>
        {
            var called = thresholds.Count(threshold => sample.Scores[i] >= threshold);
            sums.Add(2 * called + (sample.Positive[i] ? 1 : 0));
        }));

    /// <summary>The net benefit at each threshold (rising).</summary>
    internal static IReadOnlyList<MetricValue> Values(double[] thresholds) =>
        [.. Enumerable.Range(1, thresholds.Length).Select(k => new MetricValue(sums => At(sums, k, thresholds)))];

    private static double At(ReadOnlySpan<double> sums, int k, double[] thresholds)
    {
        double cases = 0, right = 0, wrong = 0;
        for (var called = 0; called <= thresholds.Length; called++)
        {
            cases += sums[2 * called] + sums[2 * called + 1];
            wrong += called >= k ? sums[2 * called] : 0;
            right += called >= k ? sums[2 * called + 1] : 0;
        }
        return new Confusion(right, wrong, 0, cases - right - wrong).NetBenefit(thresholds[k - 1]);
    }
}
