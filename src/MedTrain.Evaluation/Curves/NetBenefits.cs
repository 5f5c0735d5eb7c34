using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;

namespace MedTrain.Evaluation.Curves;

/// <summary>Net benefit at many thresholds in every resample.</summary>
internal static class NetBenefits
{
    internal static TallySource Source(double[] thresholds) =>
        TallySource.Of<BinarySample>(sample => new CasesCalled(sample, thresholds));

    /// <summary>The net benefit at each threshold (rising).</summary>
    internal static IReadOnlyList<MetricValue> Values(double[] thresholds) =>
        [.. Enumerable.Range(1, thresholds.Length).Select(k => new MetricValue(called => At(called, k, thresholds[k - 1])))];

    private static double At(ReadOnlySpan<double> called, int k, double threshold)
    {
        var (wrong, right) = (called[2 * k], called[2 * k + 1]);
        return new Confusion(right, wrong, 0, called[0] + called[1] - right - wrong).NetBenefit(threshold);
    }

    /// <summary>Negatives and positives with at least each threshold, in turns; those of no threshold at all, which are all cases, first.</summary>
    private sealed class CasesCalled(BinarySample sample, double[] thresholds) : Tally
    {
        /// <summary>Each case once, at the highest threshold that calls it.</summary>
        private readonly CaseSums _highest = new(2 * (thresholds.Length + 1), sample.Patients, (i, sums) =>
        {
            var called = thresholds.Count(threshold => sample.Scores[i] >= threshold);
            sums.Add(2 * called + (sample.Positive[i] ? 1 : 0));
        });

        /// <inheritdoc/>
        public override int Width => _highest.Width;

        /// <inheritdoc/>
        public override void Count(ResampleBlock block, Span<double> totals)
        {
            _highest.Count(block, totals);
            for (var i = totals.Length - 2 * ResampleBlock.Lanes - 1; i >= 0; i--)
            {
                totals[i] += totals[i + 2 * ResampleBlock.Lanes];
            }
        }
    }
}
