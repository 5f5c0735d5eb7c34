using MedTrain.Evaluation.Comparison;
using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Reports;
using MedTrain.Evaluation.Thresholds;

namespace MedTrain.Evaluation.Readers;

/// <summary>A model and readers on the same cases.</summary>
public sealed record ReaderReport
{
    private static readonly string[] LongColumns =
        ["what", "label", "rater", "n", "positives", "patients", "value", "lower", "upper", "p", "method"];

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

    /// <summary>The model's threshold of each label (and fold).</summary>
    public IReadOnlyList<LabelThreshold> Thresholds { get; init; } = [];

    /// <summary>What a reader must know beside the numbers, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The study as JSON; equal input gives equal bytes.</summary>
    public string ToJson() => ReaderJson.Write(this);

    /// <summary>One row a label and reader.</summary>
    public ReportTable PointsTable() => new(
        "Operating points",
        ["label", "reader", "n", "positive", "sensitivity", "specificity", "ROC AUC"],
        [.. Points.Select(point => (IReadOnlyList<string>)
        [
            point.Label, Rater(point), $"{point.Sensitivity.Count}", $"{point.Sensitivity.Positives}",
            MeasurementText.Cell(point.Sensitivity), MeasurementText.Cell(point.Specificity), MeasurementText.Cell(point.Auc),
        ])]);

    /// <summary>A paragraph in plain words that says what was compared and how, ready for a paper.</summary>
    public string ToMethods() => ReaderMethods.Of(this);

    /// <summary>One row a number, with every digit: for other programs.</summary>
    public ReportTable ToLongTable() => new(
        "Readers and model",
        LongColumns,
        [
            .. Points.SelectMany(point => new (string What, Measurement? Number)[]
                    { ("sensitivity", point.Sensitivity), ("specificity", point.Specificity), ("roc_auc", point.Auc) }
                .Where(one => one.Number is not null).Select(one => LongRow(one.What, point.Label, Rater(point), one.Number!))),
            .. new[] { Auc, F1 }.SelectMany(report => report.Rows.SelectMany(row => new[]
            {
                LongRow(report.Metric.Name, row.Label ?? "mean", report.First, row.First),
                LongRow(report.Metric.Name, row.Label ?? "mean", report.Second, row.Second),
                LongRow(report.Metric.Name, row.Label ?? "mean", $"{report.Second} minus {report.First}", row.Difference, row.P),
            })),
            .. MultiReader.SelectMany(LongRows),
        ]);

    /// <summary>Means over readers as JSON, such as of two modalities; equal input gives equal bytes.</summary>
    /// <param name="rows">The means.</param>
    public static string ToJson(IReadOnlyList<MultiReaderRow> rows) => ReaderJson.Write(rows);

    /// <summary>Means over readers with every digit.</summary>
    /// <param name="rows">The means.</param>
    public static ReportTable ToLongTable(IReadOnlyList<MultiReaderRow> rows) =>
        new("Means over readers", LongColumns, [.. rows.SelectMany(LongRows)]);

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

    private string Rater(ReaderPoint point) => point.IsModel ? Auc.Second : point.Reader ?? $"average of {Auc.First}";

    private static IReadOnlyList<string> LongRow(string what, string label, string rater, Measurement number, double p = double.NaN) =>
    [
        what, label, rater, $"{number.Count}", $"{number.Positives}", $"{number.Patients}", .. MeasurementText.LongCells(number),
        MeasurementText.Digits(p), MeasurementText.Method(number),
    ];

    private static IEnumerable<IReadOnlyList<string>> LongRows(MultiReaderRow row) => row.Analytic is null
        ? [LongRow(row.What, row.Label, "bootstrap over readers and patients", row.Bootstrap)]
        : [LongRow(row.What, row.Label, "bootstrap over readers and patients", row.Bootstrap), AnalyticRow(row, row.Analytic)];

    private static IReadOnlyList<string> AnalyticRow(MultiReaderRow row, ObuchowskiRockette one) =>
    [
        row.What, row.Label, "Obuchowski-Rockette", $"{row.Bootstrap.Count}", $"{row.Bootstrap.Positives}", $"{row.Bootstrap.Patients}",
        .. new[] { one.Mean, one.Lower, one.Upper, one.P }.Select(MeasurementText.Digits),
        $"{MeasurementText.Number(one.Degrees)} degrees of freedom",
    ];
}
