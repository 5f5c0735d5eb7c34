using System.Globalization;
using MedTrain.Evaluation.Calibration;
using MedTrain.Evaluation.Folds;
using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Thresholds;

namespace MedTrain.Evaluation.Reports;

/// <summary>All numbers of one evaluation.</summary>
public sealed record EvaluationReport
{
    /// <summary>The task.</summary>
    public required PredictionTask Task { get; init; }

    /// <summary>How the numbers were made.</summary>
    public required EvaluationConfig Config { get; init; }

    /// <summary>Number of cases.</summary>
    public required int Cases { get; init; }

    /// <summary>Number of patients.</summary>
    public required int Patients { get; init; }

    /// <summary>Label, class or quantity names.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>The threshold of each label (and fold); empty where nothing is called by a threshold.</summary>
    public required IReadOnlyList<LabelThreshold> Thresholds { get; init; }

    /// <summary>The numbers, metric by metric in the order of <see cref="MetricTable"/>, and within a metric label by label.</summary>
    public required IReadOnlyList<ReportEntry> Entries { get; init; }

    /// <summary>The same metrics on each fold and their mean; empty with one fold. The entries above pool all folds.</summary>
    public required IReadOnlyList<FoldEntry> Folds { get; init; }

    /// <summary>Calibration slope and intercept of each label, in the order of <see cref="Labels"/>; null where no truth is known; empty
    /// for quantities.</summary>
    public required IReadOnlyList<CalibrationLine?> Calibration { get; init; }

    /// <summary>What a reader must know beside the numbers, one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>One number.</summary>
    /// <param name="metric">Name of the metric.</param>
    /// <param name="scope">Over what.</param>
    /// <param name="label">The label, if the scope is one.</param>
    /// <returns>The number, or null when the report has no such entry.</returns>
    public Measurement? Find(string metric, Scope scope, string? label = null) =>
        Entries.FirstOrDefault(entry => entry.Metric == metric && entry.Scope == scope && entry.Label == label)?.Measured;

    /// <summary>The report as JSON: no times or paths, so equal input gives equal bytes.</summary>
    public string ToJson() => ReportJson.Write(this);

    /// <summary>A paragraph in plain words that says what was computed: cases, patients, replicates, interval, thresholds, seed,
    /// exclusions.</summary>
    public string ToMethods() => MethodsText.Of(this);

    /// <summary>The core metrics over the folds: mean ± standard deviation and the corrected interval; no rows with one fold.</summary>
    public ReportTable FoldsTable()
    {
        var core = MetricTable.All.Where(metric => metric.Core).Select(metric => metric.Name).ToHashSet();
        return new ReportTable(
            "Over the folds",
            ["", "metric", "mean ± SD", $"corrected {MeasurementText.Level(Config.Level)} interval", "each fold"],
            [.. Folds.Where(entry => core.Contains(entry.Metric)).Select(entry => (IReadOnlyList<string>)
            [
                entry.Label ?? "all classes", entry.Title,
                $"{MeasurementText.Number(entry.Summary.Mean)} ± {MeasurementText.Number(entry.Summary.StandardDeviation)}",
                $"[{MeasurementText.Number(entry.Summary.Lower)}, {MeasurementText.Number(entry.Summary.Upper)}]",
                string.Join(", ", entry.Summary.Values.Select(MeasurementText.Number)),
            ])]);
    }

    /// <summary>One row a number, with every digit: for other programs.</summary>
    public ReportTable ToLongTable() => new(
        "All numbers",
        ["metric", "scope", "label", "value", "lower", "upper", "n", "positives", "patients", "degenerate", "method"],
        [.. Entries.Select(LongRow)]);

    /// <summary>One row a label (then the mean, all pooled, all classes together), one column a metric with "value [lower,
    /// upper]".</summary>
    /// <param name="all">Every metric, not only the core ones.</param>
    public ReportTable ToTable(bool all = false)
    {
        var core = MetricTable.All.Where(metric => metric.Core).Select(metric => metric.Name).ToHashSet();
        var shown = all ? Entries : [.. Entries.Where(entry => core.Contains(entry.Metric))];
        shown = shown.Count > 0 ? shown : Entries;
        var metrics = shown.GroupBy(entry => entry.Title).ToArray();
        var binary = Task != PredictionTask.Regression;
        var columns = new List<string> { "", "n" };
        columns.AddRange(binary ? ["positive"] : []);
        columns.AddRange(metrics.Select(group => group.Key));
        var rows = shown.Select(entry => (entry.Scope, entry.Label)).Distinct().OrderBy(row => row.Scope)
            .Select(row => Row(row.Scope, row.Label, metrics, binary));
        var title = $"{Cases} cases of {Patients} patients; [{MeasurementText.Level(Config.Level)} interval]";
        return new ReportTable(title, columns, [.. rows]);
    }

    private static string[] LongRow(ReportEntry entry)
    {
        static string Digits(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);
        var (measured, estimate) = (entry.Measured, entry.Measured as Estimate);
        return
        [
            entry.Metric, MeasurementJson.Snake(entry.Scope), entry.Label ?? "",
            Digits(estimate?.Value ?? double.NaN), Digits(estimate?.Lower ?? double.NaN), Digits(estimate?.Upper ?? double.NaN),
            $"{measured.Count}", $"{measured.Positives}", $"{measured.Patients}", $"{estimate?.Degenerate}",
            estimate?.Method ?? $"not computable: {((NotComputable)measured).Reason}",
        ];
    }

    private List<string> Row(Scope scope, string? label, IGrouping<string, ReportEntry>[] metrics, bool binary)
    {
        var cells = metrics.Select(group => group.FirstOrDefault(entry => entry.Scope == scope && entry.Label == label)?.Measured).ToList();
        var any = cells.First(cell => cell is not null)!;
        var row = new List<string>
        {
            scope switch { Scope.Label => label!, Scope.Macro => "mean", Scope.Micro => "pooled", _ => "all classes" },
            any.Count.ToString(CultureInfo.InvariantCulture),
        };
        row.AddRange(binary ? [any.Positives?.ToString(CultureInfo.InvariantCulture) ?? ""] : []);
        row.AddRange(cells.Select(MeasurementText.Cell));
        return row;
    }
}
