using MedTrain.Evaluation.Reports;

namespace MedTrain.Evaluation.Comparison;

/// <summary>Lays a comparison out as CheXNeXt's table 1 (Rajpurkar et al. 2018).</summary>
internal static class ComparisonTable
{
    internal static ReportTable Make(ComparisonReport report)
    {
        var level = MeasurementText.Level(report.Config.Level);
        var corrected = report.Config.Correction != Correction.None;
        var deLong = report.Rows.Any(row => row.DeLong is not null);
        var columns = new List<string>
        {
            "", $"{report.First} [{level}]", $"{report.Second} [{level}]",
            $"Difference [{MeasurementText.Level(report.DifferenceLevel)}]", "Advantage", "p",
        };
        columns.AddRange(corrected ? [$"p, {report.Config.Correction}"] : []);
        columns.AddRange(deLong ? ["p, DeLong"] : []);
        columns.AddRange(deLong && corrected ? [$"p, DeLong, {report.Config.Correction}"] : []);
        columns.AddRange(Folds(report) ? ["p over folds, Nadeau-Bengio"] : []);
        return new ReportTable(
            $"{report.Metric.Title}: {report.Second} against {report.First}",
            columns,
            [.. report.Rows.Select(row => Row(report, row, corrected, deLong))]);
    }

    internal static ReportTable MakeLong(IReadOnlyList<ComparisonReport> reports) => new(
        "Paired comparison",
        [
            "first", "second", "metric", "label", "n", "positives", "patients", "first_value", "first_lower", "first_upper",
            "second_value", "second_lower", "second_upper", "difference", "difference_lower", "difference_upper", "level",
            "difference_level", "advantage", "p", "p_corrected", "delong_p", "delong_p_corrected", "folds_p", "method",
        ],
        [.. reports.SelectMany(report => report.Rows.Select(row => LongRow(report, row)))]);

    private static IReadOnlyList<string> LongRow(ComparisonReport report, ComparisonRow row) =>
    [
        report.First, report.Second, report.Metric.Name, row.Label ?? "", $"{row.Difference.Count}", $"{row.Difference.Positives}",
        $"{row.Difference.Patients}", .. MeasurementText.LongCells(row.First), .. MeasurementText.LongCells(row.Second),
        .. MeasurementText.LongCells(row.Difference), MeasurementText.Digits(report.Config.Level),
        MeasurementText.Digits(row.Label is null ? report.Config.Level : report.DifferenceLevel), Advantage(report, row),
        MeasurementText.Digits(row.P), MeasurementText.Digits(row.CorrectedP), MeasurementText.Digits(row.DeLong?.P ?? double.NaN),
        MeasurementText.Digits(row.CorrectedDeLongP), MeasurementText.Digits(row.Folds?.P ?? double.NaN),
        MeasurementText.Method(row.Difference),
    ];

    private static List<string> Row(ComparisonReport report, ComparisonRow row, bool corrected, bool deLong)
    {
        var cells = new List<string>
        {
            row.Label ?? (report.Rows.Count > 1 ? $"mean ({MeasurementText.Level(report.Config.Level)})" : "all classes"),
            MeasurementText.Cell(row.First), MeasurementText.Cell(row.Second), MeasurementText.Cell(row.Difference),
            Advantage(report, row), MeasurementText.P(row.P),
        };
        cells.AddRange(corrected ? [MeasurementText.P(row.CorrectedP)] : []);
        cells.AddRange(deLong ? [MeasurementText.P(row.DeLong?.P ?? double.NaN)] : []);
        cells.AddRange(deLong && corrected ? [MeasurementText.P(row.CorrectedDeLongP)] : []);
        cells.AddRange(Folds(report) ? [MeasurementText.P(row.Folds?.P ?? double.NaN)] : []);
        return cells;
    }

    private static bool Folds(ComparisonReport report) => report.Rows.Any(row => row.Folds is not null);

    private static string Advantage(ComparisonReport report, ComparisonRow row) => row.Advantage switch
    {
        > 0 => report.Second,
        < 0 => report.First,
        0 => "No difference",
        null => "",
    };
}
