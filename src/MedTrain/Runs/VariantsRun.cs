using System.Globalization;
using MedTrain.Configuration;
using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Reports;
using MedTrain.Presentation;

namespace MedTrain.Runs;

/// <summary>
/// <c>medtrain fit</c> of an experiment with <c>variants:</c>: fits every variant on the same split, each in a run folder of its own under
/// <c>variants/</c>, and sets their test results side by side.
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
        if (options.Json) { JsonOutput.Write(output, table.Rows.Select(row => table.Columns.Zip(row).ToDictionary(cell => cell.First, cell => cell.Second))); }
        else { TextTable.Write(output, table.Title, table.Columns, table.Rows, 2); }

        return ExitCodes.Done;
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
        return new ReportTable($"{title} on unseen patients, {config.Split.Folds} folds", ["row", "family", column, "note"], [.. rows]);
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
