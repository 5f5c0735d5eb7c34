using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;

namespace MedTrain.Evaluation.Figures;

/// <summary>Pointwise percentile intervals of the numbers of one tally, on the resamples of the evaluation.</summary>
internal static class Band
{
    /// <summary>The interval of each number; NaN where too many replicates leave it undefined.</summary>
    /// <param name="sample">The cases.</param>
    /// <param name="source">What is counted.</param>
    /// <param name="values">One number each from the totals.</param>
    /// <param name="plan">The resamples.</param>
    /// <param name="level">Confidence level.</param>
    internal static (double Value, double Lower, double Upper)[] Of(
        BinarySample sample, TallySource source, IReadOnlyList<MetricValue> values, ResamplingPlan plan, double level)
    {
        var quantities = new Quantities();
        foreach (var value in values)
        {
            quantities.Add(new Metric("", "", source, value), sample);
        }
        return Array.ConvertAll(quantities.On(plan), number =>
            BootstrapInterval.Make(number, IntervalMethod.Percentile, level, SampleSize.Of(sample)) is Estimate estimate
                ? (estimate.Value, estimate.Lower, estimate.Upper)
                : (double.NaN, double.NaN, double.NaN));
    }
}
