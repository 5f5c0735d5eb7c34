using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Samples;

namespace MedTrain.Evaluation.Intervals;

/// <summary>Intervals by formula, shown beside the bootstrap's where a formula exists and its assumptions hold.</summary>
internal static class AnalyticIntervals
{
    /// <summary>DeLong for ROC AUC; Wilson and Clopper-Pearson for shares of cases, where each patient has one case.</summary>
    internal static IReadOnlyList<Interval> Of(Metric metric, BinarySample sample, double level)
    {
        if (metric.Name == "roc_auc")
        {
            return DeLong.Of(sample).Interval(0, level) is { } interval ? [interval] : [];
        }
        if (metric.Share is null || sample.PatientCount < sample.Count)
        {
            return [];
        }
        var (successes, cases) = metric.Share(sample);
        return cases == 0 ? [] : [Proportion.Wilson(successes, cases, level), Proportion.ClopperPearson(successes, cases, level)];
    }
}
