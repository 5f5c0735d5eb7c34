using System.Globalization;
using MedTrain.Evaluation.Calibration;
using MedTrain.Evaluation.Curves;
using MedTrain.Evaluation.Folds;
using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Subgroups;
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

    /// <summary>Calibration slope and intercept of each label; no rows for quantities and where the scores are no
    /// probabilities.</summary>
    public ReportTable CalibrationTable() => new(
        $"Calibration (ideal: slope 1, intercept 0) [{MeasurementText.Level(Config.Level)} interval]",
        ["", "slope", "intercept"],
        [.. Labels.Zip(Calibration).Where(one => one.Second is { Slope: Estimate } or { Intercept: Estimate })
            .Select(one => (IReadOnlyList<string>)
                [one.First, MeasurementText.Cell(one.Second!.Slope), MeasurementText.Cell(one.Second.Intercept)])]);

    /// <summary>The thresholds that were chosen on validation; no rows where one fixed threshold was used.</summary>
    public ReportTable ThresholdsTable() => new(
        $"Thresholds chosen on validation ({MeasurementJson.Snake(Config.ThresholdRule)})",
        ["", "fold", "threshold"],
        [.. Thresholds.Where(_ => Config.ThresholdRule != ThresholdRule.Fixed).Select(one => (IReadOnlyList<string>)
            [one.Label, $"{one.Fold}", MeasurementText.Number(one.Value)])]);

    /// <summary>The core metrics over the folds, one row a label: mean ± standard deviation and the corrected interval of the mean; no rows
    /// with one fold.</summary>
    public ReportTable FoldsTable()
    {
        var core = MetricTable.All.Where(metric => metric.Core).Select(metric => metric.Name).ToHashSet();
        var shown = Folds.Where(entry => core.Contains(entry.Metric)).ToArray();
        shown = shown.Length > 0 ? shown : [.. Folds];
        var titles = shown.Select(entry => entry.Title).Distinct().ToArray();
        return new ReportTable(
            $"Mean ± standard deviation over the folds [corrected {MeasurementText.Level(Config.Level)} interval of the mean]",
            ["", .. titles],
            [.. shown.GroupBy(entry => (entry.Scope, entry.Label)).OrderBy(row => row.Key.Scope).Select(row => (IReadOnlyList<string>)
            [
                row.Key.Label ?? (row.Key.Scope == Scope.Macro ? "mean" : "all classes"),
                .. titles.Select(title => Spread(row.FirstOrDefault(entry => entry.Title == title)?.Summary)),
            ])]);
    }

    /// <summary>One row a number, with every digit: for other programs.</summary>
    /// <param name="subgroups">Tables by the values of a column, to follow.</param>
    /// <param name="netBenefit">Net benefit, to follow.</param>
    public ReportTable ToLongTable(IReadOnlyList<SubgroupTable>? subgroups = null, NetBenefitTable? netBenefit = null) =>
        LongTable.Of(this, subgroups ?? [], netBenefit);

    /// <summary>Intervals by formula beside those by resampling, where a formula exists and its assumptions hold.</summary>
    public ReportTable FormulaTable()
    {
        var shown = Entries.Where(entry => entry.Alternatives.Count > 0).ToArray();
        var methods = shown.SelectMany(entry => entry.Alternatives.Select(interval => interval.Method)).Distinct().ToArray();
        return new ReportTable(
            $"Intervals by formula [{MeasurementText.Level(Config.Level)}]",
            ["", "label", "resampled", .. methods],
            [.. shown.Select(entry => (IReadOnlyList<string>)
            [
                entry.Title, entry.Label ?? "pooled", MeasurementText.Cell(entry.Measured),
                .. methods.Select(method => entry.Alternatives.FirstOrDefault(interval => interval.Method == method) is { } interval
                    ? $"[{MeasurementText.Number(interval.Lower)}, {MeasurementText.Number(interval.Upper)}]" : ""),
            ])]);
    }

    /// <summary>One row a label (then the mean, all pooled, all classes together), one column a metric with "value [lower,
    /// upper]".</summary>
    /// <param name="all">Every metric, not only the core ones; then one row a metric, since there are many.</param>
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
        var table = new ReportTable(title, columns, [.. rows]);
        return all ? table.Transposed() : table;
    }

    private static string Spread(FoldMean? summary) => summary is null ? ""
        : $"{MeasurementText.Number(summary.Mean)} ± {MeasurementText.Number(summary.StandardDeviation)} "
            + $"[{MeasurementText.Number(summary.Lower)}, {MeasurementText.Number(summary.Upper)}]";

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
