using System.Globalization;
using MedTrain.Configuration;
using MedTrain.Evaluation;
using MedTrain.Evaluation.Comparison;
using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Reports;
using MedTrain.Presentation;

namespace MedTrain.Runs;

/// <summary>
/// <c>medtrain fit</c> of an experiment with <c>variants:</c>: fits every variant on the same split, each in a run folder of its own under
/// <c>variants/</c>, and sets their test results side by side, with the differences from the first one.
/// </summary>
internal static class VariantsRun
{
    /// <summary>Fits and compares.</summary>
    /// <param name="plan">The plan of the file, whose <c>variants:</c> block names the experiments.</param>
    /// <param name="source">Reads the variants' plans.</param>
    /// <param name="options">The command line's options.</param>
    /// <param name="output">Where the table goes.</param>
    /// <param name="cancellation">Finishes the step, saves the state, and ends.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    /// <exception cref="PlanException">A variant cannot be run; nothing has been trained.</exception>
    public static int Execute(ExperimentPlan plan, TrialSource source, FitOptions options, TextWriter output, CancellationToken cancellation)
    {
        var folder = new RunFolder(plan.Output);
        string[] names = [.. plan.Config.Variants.Keys];
        var plans = source.Require(plan.Config, [.. names.Select(folder.Variant)], cancellation);
        foreach (var one in plans)
        {
            if (FitRun.Execute(one, options, TextWriter.Null, cancellation) is not ExitCodes.Done and var code) { return code; }
        }

        if (!plans.All(one => File.Exists(new RunFolder(one.Output).Evaluation))) { return ExitCodes.Done; }

        var table = Table([.. names.Zip(plans)]);
        RunFolder.Write(folder.Comparison, table.ToCsv());
        var differences = Differences([.. names.Zip(plans)], out var problem);
        if (differences is not null) { RunFolder.Write(folder.Differences, differences.ToCsv()); }
        else { File.Delete(folder.Differences); }

        if (options.Json)
        {
            JsonOutput.Write(output, new { Rows = Records(table), Differences = differences is null ? [] : Records(differences) });
            return ExitCodes.Done;
        }

        TextTable.Write(output, table.Title, table.Columns, table.Rows, 2);
        if (problem is not null) { output.WriteLine($"No differences of the variants: {problem}"); }
        if (differences is not null)
        {
            output.WriteLine();
            TextTable.Write(output, differences.Title, differences.Columns, differences.Rows, [.. Enumerable.Range(1, differences.Columns.Count - 1)]);
        }

        return ExitCodes.Done;
    }

    private static Dictionary<string, string>[] Records(ReportTable table) =>
        [.. table.Rows.Select(row => table.Columns.Zip(row).ToDictionary(cell => cell.First, cell => cell.Second))];

    /// <summary>
    /// Every other variant against the first one, on the same resamples of patients; null of a single variant, and with a problem where
    /// their cases or labels are not the same.
    /// </summary>
    private static ReportTable? Differences(IReadOnlyList<(string Name, ExperimentPlan Plan)> variants, out string? problem)
    {
        problem = null;
        if (variants.Count < 2) { return null; }

        try
        {
            return Compared(variants);
        }
        catch (Exception failure) when (failure is InvalidPredictionsException or EvaluationException)
        {
            problem = failure.Message;
            return null;
        }
    }

    private static ReportTable Compared(IReadOnlyList<(string Name, ExperimentPlan Plan)> variants)
    {
        var config = variants[0].Plan.Config;
        var pools = variants.Select(variant => PredictionTables.OfRun(new RunFolder(variant.Plan.Output), config.Task)).ToList();
        var settings = new ComparisonConfig
        {
            Metric = Metrics(config.Task)[0],
            Replicates = config.Evaluation.Replicates,
            Level = config.Evaluation.Level,
            Ci = config.Evaluation.Ci,
            Seed = config.Evaluation.Seed,
            Threshold = config.Evaluation.Threshold,
            ThresholdRule = config.Evaluation.ThresholdRule,
            ThresholdTarget = config.Evaluation.ThresholdTarget,
        };
        var reports = PairedComparison.Run(
            [.. variants.Zip(pools, (variant, pool) => (variant.Name, pool.Test ?? pool.Validation!))], settings, [.. pools.Select(pool => pool.Test is null ? null : pool.Validation)]);
        var rows = reports.SelectMany(report => report.Rows.Select(row => (IReadOnlyList<string>)
        [
            report.Second,
            row.Label ?? "mean",
            row.Difference is Estimate difference ? Number(difference.Value, config.Task) : "",
            row.Difference is Estimate { HasInterval: true } interval
                ? $"[{Number(interval.Lower, config.Task)}, {Number(interval.Upper, config.Task)}]"
                : "",
            double.IsNaN(row.P) ? "" : row.P.ToString("0.0000", CultureInfo.InvariantCulture),
        ]));
        var title = $"{reports[0].Metric.Title} minus that of {variants[0].Name}, on the same resampled patients";
        return new ReportTable(title, ["row", "label", "difference", "interval", "p"], [.. rows]);
    }

    /// <summary>One row a variant: its name, the family of its model, the result in percent, and what must be known beside it.</summary>
    private static ReportTable Table(IReadOnlyList<(string Name, ExperimentPlan Plan)> variants)
    {
        var config = variants[0].Plan.Config;
        var names = Metrics(config.Task);
        var rows = variants.Select(variant =>
        {
            var settings = variant.Plan.Config with { Evaluation = variant.Plan.Config.Evaluation with { Metrics = names } };
            var report = RunEvaluation.Of(new RunFolder(variant.Plan.Output), settings).Report;
            var measured = names.Select(name => report.Entries.Where(entry => entry.Metric == name)
                .OrderBy(entry => entry.Scope switch { Scope.Classes => 0, Scope.Macro => 1, _ => 2 }).First()).ToArray();
            return (IReadOnlyList<string>)
            [
                variant.Name,
                variant.Plan.Model.Fit is null ? "deep learning" : variant.Plan.Model.Name.Replace('-', ' '),
                Shown(measured[0], config.Task),
                string.Join("; ", measured.Select((entry, place) => Words(entry, config.Task, withValue: place > 0)).Append($"{report.Patients} patients")),
            ];
        });
        var title = MetricTable.Find(names[0]).Title;
        var column = config.Task == PredictionTask.Regression ? names[0] : $"{MetricTable.All.First(metric => metric.Name == names[0]).Name}_percent";
        return new ReportTable($"{title} on unseen patients, {(config.Split.Folds == 1 ? "1 split" : $"{config.Split.Folds} folds")}", ["row", "family", column, "note"], [.. rows]);
    }

    private static string[] Metrics(PredictionTask task) => task switch
    {
        PredictionTask.Regression => ["mae", "pearson_r"],
        PredictionTask.Multiclass => ["class_balanced_accuracy", "class_accuracy"],
        _ => ["balanced_accuracy", "roc_auc"],
    };

    private static string Shown(ReportEntry entry, PredictionTask task) =>
        entry.Measured is Estimate estimate ? Number(estimate.Value, task) : "";

    private static string Words(ReportEntry entry, PredictionTask task, bool withValue)
    {
        if (entry.Measured is not Estimate estimate) { return $"{entry.Title}: {((NotComputable)entry.Measured).Reason}"; }

        var value = withValue ? $"{entry.Title} {Number(estimate.Value, task)} " : "";
        return estimate.HasInterval ? $"{value}[{Number(estimate.Lower, task)}, {Number(estimate.Upper, task)}]" : value.Trim();
    }

    private static string Number(double value, PredictionTask task) => task == PredictionTask.Regression
        ? value.ToString("0.000", CultureInfo.InvariantCulture)
        : (100 * value).ToString("0.0", CultureInfo.InvariantCulture);
}
