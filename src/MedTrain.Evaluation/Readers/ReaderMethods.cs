using MedTrain.Evaluation.Comparison;
using MedTrain.Evaluation.Reports;
using MedTrain.Evaluation.Thresholds;

namespace MedTrain.Evaluation.Readers;

/// <summary>Says in plain words how readers and a model were compared.</summary>
internal static class ReaderMethods
{
    internal static string Of(ReaderReport report)
    {
        var readers = report.Points.Where(point => point.Reader is not null).Select(point => point.Reader).Distinct().Count();
        var scored = report.Points.Any(point => point.Reader is not null && point.Auc is not null);
        var config = report.Auc.Config;
        var sentences = new List<string>
        {
            ComparisonMethods.Of(report.Auc).TrimEnd(),
            $"{readers} readers took part; the average reader has their mean sensitivity and mean specificity.",
            scored
                ? "The readers' ROC AUC is the mean of the areas of their scores."
                : "The readers' ROC AUC is the area under a concave spline fitted to their operating points with the constraints that it "
                    + "passes through (0, 0) and (1, 1), rises and does not bend upwards.",
            "F1 was computed for each rater against every other rater in turn and averaged, so that no rater is the standard of all.",
            "For means over readers that hold for other readers and other cases we give a bootstrap over readers and patients and the "
                + "analysis of Obuchowski and Rockette with the degrees of freedom of Hillis.",
            config.ThresholdRule == ThresholdRule.Fixed
                ? $"A model score of at least {MeasurementText.Digits(config.Threshold)} was called positive."
                : $"The model's thresholds were chosen on separate validation cases by {MeasurementJson.Snake(config.ThresholdRule)} "
                    + $"({MethodsText.Values(report.Thresholds)}).",
        };
        sentences.AddRange(report.Notes);
        return string.Join(' ', sentences) + "\n";
    }
}
