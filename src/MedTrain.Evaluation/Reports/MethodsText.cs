using System.Globalization;
using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Thresholds;

namespace MedTrain.Evaluation.Reports;

/// <summary>Says in plain words what an evaluation computed, ready for the methods section of a paper.</summary>
internal static class MethodsText
{
    internal static string Of(EvaluationReport report)
    {
        var sentences = new List<string> { Data(report), Metrics(report), Thresholds(report), Uncertainty(report), Folds(report) };
        sentences.AddRange(Missing(report));
        sentences.AddRange(report.Notes);
        sentences.Add("The analysis was done with MedTrain.");
        return string.Join(' ', sentences.Where(sentence => sentence.Length > 0)) + "\n";
    }

    private static string Data(EvaluationReport report) =>
        $"We evaluated predictions for {Number(report.Cases)} cases of {Number(report.Patients)} patients ({Task(report)}).";

    private static string Task(EvaluationReport report) => report.Task switch
    {
        PredictionTask.Binary => $"{report.Labels[0]}, present or absent",
        PredictionTask.Multilabel => $"{report.Labels.Count} labels, each present, absent or unknown: {string.Join(", ", report.Labels)}",
        PredictionTask.Multiclass => $"{report.Labels.Count} classes: {string.Join(", ", report.Labels)}",
        _ => string.Join(", ", report.Labels),
    };

    private static string Metrics(EvaluationReport report)
    {
        var titles = report.Entries.Select(entry => entry.Title).Distinct().ToArray();
        var labels = report.Entries.Any(entry => entry.Scope == Scope.Macro);
        var average = labels ? " for each label and as the unweighted mean over labels" : "";
        var ties = titles.Contains("ROC AUC") ? "; ROC AUC counts ties as one half" : "";
        return $"We computed {string.Join(", ", titles)}{average}{ties}.";
    }

    private static string Thresholds(EvaluationReport report)
    {
        if (report.Task == PredictionTask.Multiclass)
        {
            return "A case was assigned to the class with the highest score.";
        }
        if (report.Thresholds.Count == 0)
        {
            return "";
        }
        var target = report.Config.ThresholdTarget.ToString("0.###", CultureInfo.InvariantCulture);
        var values = Values(report.Thresholds);
        return report.Config.ThresholdRule switch
        {
            ThresholdRule.Fixed => $"Cases with a score of at least "
                + $"{report.Config.Threshold.ToString("0.####", CultureInfo.InvariantCulture)} were called positive.",
            ThresholdRule.F1 => $"Thresholds maximised F1 on separate validation cases ({values}).",
            ThresholdRule.Youden => $"Thresholds maximised sensitivity + specificity on separate validation cases ({values}).",
            ThresholdRule.Sensitivity => $"Thresholds were the highest with a sensitivity of at least {target} on separate validation "
                + $"cases ({values}).",
            _ => $"Thresholds were the lowest with a specificity of at least {target} on separate validation cases ({values}).",
        };
    }

    private static string Uncertainty(EvaluationReport report)
    {
        var strata = report.Config.Stratified ? " within each class" : "";
        return $"{MeasurementText.Level(report.Config.Level)} confidence intervals were obtained by "
            + $"{Resampling(report.Config.Ci, report.Config.Replicates, report.Config.Seed, strata)}; they are not corrected for multiple "
                + $"comparisons.";
    }

    /// <summary>"mass 0.41, nodule 0.37", with the fold where each has its own.</summary>
    internal static string Values(IReadOnlyList<LabelThreshold> thresholds) => string.Join(", ", thresholds.Select(one =>
        $"{one.Label}{(one.Fold is { } fold ? $" (fold {fold})" : "")} {one.Value.ToString("0.####", CultureInfo.InvariantCulture)}"));

    /// <summary>How intervals were made, as the end of a sentence.</summary>
    internal static string Resampling(IntervalMethod method, int replicates, long seed, string strata) => method == IntervalMethod.Jackknife
        ? "leaving out each patient, with all cases, in turn (jackknife)"
        : $"{Name(method)} from {Number(replicates)} bootstrap replicates in which patients, with all their cases, were drawn with "
            + $"replacement{strata} (seed {seed})";

    internal static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Name(IntervalMethod method) => method switch
    {
        IntervalMethod.Basic => "the basic (reverse percentile) method",
        IntervalMethod.Bca => "the bias-corrected and accelerated (BCa) method",
        _ => "the percentile method",
    };

    private static string Folds(EvaluationReport report) => report.Folds.Count == 0 ? "" :
        $"Predictions of {report.Folds[0].Summary.Values.Count} cross-validation folds were pooled; means and standard deviations over "
        + "folds are given beside, with intervals corrected for the overlap of training sets (Nadeau and Bengio).";

    private static IEnumerable<string> Missing(EvaluationReport report) => report.Entries
        .Where(entry => entry.Measured is NotComputable && entry.Label is not null)
        .GroupBy(entry => (entry.Label, ((NotComputable)entry.Measured).Reason))
        .Select(group => $"{string.Join(", ", group.Select(entry => entry.Title))} could not be computed for {group.Key.Label}: "
            + $"{group.Key.Reason}.");
}
