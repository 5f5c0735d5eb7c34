using MedTrain.Evaluation.Curves;
using MedTrain.Evaluation.Folds;
using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Subgroups;

namespace MedTrain.Evaluation.Reports;

/// <summary>
/// Every number of an evaluation, one a row, with every digit. The main numbers have nothing under <c>column</c> and <c>group</c>; there
/// stand what other rows are of: another interval of the same number, the folds, a subgroup, the probability to act from.
/// </summary>
internal static class LongTable
{
    private static readonly string[] Columns =
    [
        "metric", "scope", "label", "value", "lower", "upper", "n", "positives", "patients", "degenerate", "method", "column", "group",
    ];

    internal static ReportTable Of(EvaluationReport report, IReadOnlyList<SubgroupTable> subgroups, NetBenefitTable? netBenefit) => new(
        "All numbers",
        Columns,
        [
            .. report.Entries.SelectMany(Rows),
            .. report.Labels.Zip(report.Calibration).Where(one => one.Second is not null).SelectMany(one => new[]
            {
                Row("calibration_slope", "label", one.First, one.Second!.Slope),
                Row("calibration_intercept", "label", one.First, one.Second.Intercept),
            }),
            .. report.Folds.SelectMany(Rows),
            .. subgroups.SelectMany(table => table.Rows.SelectMany(row => new[]
            {
                Row(table.Metric.Name, "subgroup", row.Label, row.Value, table.Column, row.Group),
                Row(table.Metric.Name, "subgroup_difference", row.Label, row.Difference, table.Column, row.Group),
            })),
            .. (netBenefit?.Rows ?? []).SelectMany(row => new[]
            {
                Row("net_benefit", "label", row.Label, row.Model, "act_from", MeasurementText.Digits(row.Threshold)),
                Row("net_benefit_gain", "label", row.Label, row.Gain, "act_from", MeasurementText.Digits(row.Threshold)),
            }),
        ]);

    private static IEnumerable<string[]> Rows(ReportEntry entry)
    {
        var scope = MeasurementJson.Snake(entry.Scope);
        yield return Row(entry.Metric, scope, entry.Label, entry.Measured);
        foreach (var other in entry.Measured is Estimate main ? entry.Alternatives.Select(one => (main, one)) : [])
        {
            var (estimate, interval) = other;
            yield return Row(
                entry.Metric, scope, entry.Label,
                estimate with { Lower = interval.Lower, Upper = interval.Upper, Method = interval.Method, Degenerate = 0 },
                "interval", interval.Method);
        }
    }

    private static IEnumerable<string[]> Rows(FoldEntry entry)
    {
        var (folds, scope) = (entry.Summary, MeasurementJson.Snake(entry.Scope));
        var method = $"{folds.Values.Count(value => !double.IsNaN(value))} folds, Nadeau and Bengio";
        yield return
        [
            entry.Metric, scope, entry.Label ?? "", MeasurementText.Digits(folds.Mean), MeasurementText.Digits(folds.Lower),
            MeasurementText.Digits(folds.Upper), "", "", "", "", method, "folds", "mean",
        ];
        yield return
        [
            entry.Metric, scope, entry.Label ?? "", MeasurementText.Digits(folds.StandardDeviation), "", "", "", "", "", "", "", "folds",
            "sd",
        ];
    }

    private static string[] Row(
        string metric, string scope, string? label, Measurement measured, string column = "", string group = "") =>
    [
        metric, scope, label ?? "", .. MeasurementText.LongCells(measured), $"{measured.Count}", $"{measured.Positives}",
        $"{measured.Patients}", $"{(measured as Estimate)?.Degenerate}", MeasurementText.Method(measured), column, group,
    ];
}
