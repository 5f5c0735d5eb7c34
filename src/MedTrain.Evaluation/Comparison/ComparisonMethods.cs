using System.Globalization;
using MedTrain.Evaluation.Reports;
using MedTrain.Evaluation.Thresholds;

namespace MedTrain.Evaluation.Comparison;

/// <summary>Says in plain words how two things were compared.</summary>
internal static class ComparisonMethods
{
    internal static string Of(ComparisonReport report)
    {
        var config = report.Config;
        var size = report.Rows.MaxBy(row => row.Difference.Count)!.Difference;
        var tests = report.Rows.Count(row => row.Label is not null && !double.IsNaN(row.P));
        var sentences = new List<string>
        {
            $"We compared {report.Second} with {report.First} by {report.Metric.Title} on the same {MethodsText.Number(size.Count)} cases "
                + $"of {MethodsText.Number(size.Patients)} patients.",
            $"{MeasurementText.Level(config.Level)} confidence intervals of each were obtained by "
                + $"{MethodsText.Resampling(config.Ci, config.Replicates, config.Seed, "")}; differences ({report.Second} minus "
                + $"{report.First}) were taken on the same replicates.",
            Corrected(report, tests),
        };
        sentences.InsertRange(1, Called(report));
        if (report.Rows.Any(row => row.DeLong is not null))
        {
            sentences.Add("DeLong's test for correlated ROC curves, with variances by patient, is given beside.");
        }
        if (report.Rows.Any(row => row.Folds is not null))
        {
            sentences.Add("Differences over the cross-validation folds were tested with the corrected t statistic of Nadeau and Bengio.");
        }
        sentences.AddRange(report.Notes);
        return string.Join(' ', sentences) + "\n";
    }

    private static IEnumerable<string> Called(ComparisonReport report)
    {
        if (report.FirstThresholds.Count > 0)
        {
            yield return report.Config.ThresholdRule == ThresholdRule.Fixed
                ? $"Scores of at least {MeasurementText.Digits(report.Config.Threshold)} were called positive."
                : $"Thresholds were chosen on separate validation cases by {MeasurementJson.Snake(report.Config.ThresholdRule)} "
                    + $"({report.First}: {MethodsText.Values(report.FirstThresholds)}; {report.Second}: "
                    + $"{MethodsText.Values(report.SecondThresholds)}).";
        }
    }

    private static string Corrected(ComparisonReport report, int tests)
    {
        var level = MeasurementText.Level(report.DifferenceLevel);
        return report.Config.Correction switch
        {
            Correction.None => $"A difference was called an advantage when its {level} interval excluded 0; there was no correction for "
                + $"{tests} comparison(s).",
            Correction.Bonferroni => $"A difference was called an advantage when its {level} interval (Bonferroni for {tests} "
                + $"comparisons) excluded 0.",
            _ => $"A difference was called an advantage when its two-sided bootstrap p value, corrected for {tests} comparisons by Holm's "
                + $"method, was below {(1 - report.Config.Level).ToString("0.####", CultureInfo.InvariantCulture)}; intervals of "
                + $"differences are at {level} (Bonferroni).",
        };
    }
}
