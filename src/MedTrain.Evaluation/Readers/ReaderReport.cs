using MedTrain.Evaluation.Comparison;
using MedTrain.Evaluation.Reports;

namespace MedTrain.Evaluation.Readers;

/// <summary>A model and readers on the same cases.</summary>
public sealed record ReaderReport
{
    /// <summary>Operating point of each reader, then of the average reader, label by label.</summary>
    public required IReadOnlyList<ReaderPoint> Points { get; init; }

    /// <summary>ROC AUC of the readers (first) and the model (second): with scores the mean of the readers' areas, with calls the area
    /// under the concave spline.</summary>
    public required ComparisonReport Auc { get; init; }

    /// <summary>F1 of the average reader (first) and the model (second), each rater against every other rater in turn as CheXNet
    /// did.</summary>
    public required ComparisonReport F1 { get; init; }

    /// <summary>Means over readers with intervals over readers and cases.</summary>
    public required IReadOnlyList<MultiReaderRow> MultiReader { get; init; }

    /// <summary>The study as JSON; equal input gives equal bytes.</summary>
    public string ToJson() => ReaderJson.Write(this);

    /// <summary>One row a label and reader.</summary>
    public ReportTable PointsTable() => new(
        "Operating points of the readers",
        ["label", "reader", "n", "positive", "sensitivity", "specificity", "ROC AUC"],
        [.. Points.Select(point => (IReadOnlyList<string>)
        [
            point.Label, point.Reader ?? "average", $"{point.Sensitivity.Count}", $"{point.Sensitivity.Positives}",
            MeasurementText.Cell(point.Sensitivity), MeasurementText.Cell(point.Specificity), MeasurementText.Cell(point.Auc),
        ])]);

    /// <summary>One row a label and mean over readers.</summary>
    public ReportTable MultiReaderTable() => MultiReaderTable(MultiReader);

    /// <summary>One row a label and mean over readers.</summary>
    /// <param name="rows">The rows.</param>
    public static ReportTable MultiReaderTable(IReadOnlyList<MultiReaderRow> rows) => new(
        "Means over readers, for other readers and other cases",
        ["label", "what", "bootstrap over readers and patients", "Obuchowski-Rockette", "degrees of freedom", "p"],
        [.. rows.Select(row => (IReadOnlyList<string>)
        [
            row.Label, row.What, MeasurementText.Cell(row.Bootstrap),
            row.Analytic is { } one ? MeasurementText.Ends(one.Mean, one.Lower, one.Upper) : "",
            row.Analytic is { } two ? MeasurementText.Number(two.Degrees) : "",
            MeasurementText.P(row.Analytic?.P ?? double.NaN),
        ])]);
}
