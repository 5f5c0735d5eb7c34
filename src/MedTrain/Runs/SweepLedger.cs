using System.Globalization;
using MedTrain.Configuration;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Reports;
using MedTrain.Learning.Training;

namespace MedTrain.Runs;

/// <summary>What a sweep knows of its trials: the validation score of each in each fold, and which is chosen around each test part.</summary>
internal sealed class SweepLedger
{
    private readonly ExperimentPlan plan;
    private readonly IReadOnlyList<SweepTrial> trials;
    private readonly Metric metric;
    private readonly Dictionary<string, double[]> scores = [];
    private readonly Dictionary<string, string> failures = [];
    private readonly Dictionary<int, int> groupOf;

    /// <summary>A ledger without entries.</summary>
    public SweepLedger(ExperimentPlan plan, IReadOnlyList<SweepTrial> trials)
    {
        (this.plan, this.trials) = (plan, trials);
        metric = MetricTable.Find(plan.Config.Sweep!.Monitor ?? MonitorTable.Usual(plan.Config.Task));
        // Folds with the same test part choose together: the inner folds of a nested cross-validation.
        groupOf = plan.Split.Folds.GroupBy(fold => string.Join(',', fold.Test))
            .SelectMany((group, number) => group.Select(fold => (fold.Number, Group: number))).ToDictionary(entry => entry.Number, entry => entry.Group);
    }

    /// <summary>What every report of the sweep must say.</summary>
    public string Note =>
        $"Settings were chosen among {trials.Count} trials{(failures.Count > 0 ? $" ({failures.Count} failed)" : "")} by {metric.Title} on the validation part"
        + (groupOf.Values.Distinct().Count() > 1 ? ", for each outer fold by itself." : ".");

    /// <summary>Whether a trial is trained.</summary>
    public bool IsDone(SweepTrial trial) => scores.ContainsKey(trial.Name);

    /// <summary>Enters a trained trial with the scores of its validation predictions.</summary>
    public void Done(SweepTrial trial, RunFolder run) =>
        scores[trial.Name] = [.. plan.Split.Folds.Select(fold => Score(PredictionCsv.Read(run.Predictions(new(fold.Number, null), "val"), plan.Config.Task)))];

    /// <summary>Enters a trial that could not be trained.</summary>
    public void Failed(SweepTrial trial, string reason) => failures[trial.Name] = reason;

    /// <summary>The trial that is best on the validation parts of all folds with the same test part as this one; of equals the first.</summary>
    public SweepTrial ChosenFor(int fold) => trials.Where(IsDone)
        .MaxBy(trial => MeanOf(trial, groupOf[fold]) is var mean && double.IsNaN(mean) ? double.NegativeInfinity : metric.LowerIsBetter ? -mean : mean)!;

    /// <summary>One row a trial, the best first: its settings, its score over all folds, for which outer folds it was chosen, and why it failed.</summary>
    public ReportTable ToTable()
    {
        var keys = trials[0].Settings.Select(entry => entry.Key).ToArray();
        var groups = groupOf.Values.Distinct().ToArray();
        var chosen = (scores.Count == 0 ? [] : groups).ToLookup(group => ChosenFor(groupOf.First(entry => entry.Value == group).Key).Name);
        var ordered = trials.OrderBy(trial => IsDone(trial) ? 0 : 1)
            .ThenBy(trial => IsDone(trial) ? (metric.LowerIsBetter ? 1 : -1) * All(trial).Mean : 0);
        return new ReportTable(
            $"{trials.Count} trials by {metric.Title} on the validation part, mean ± standard deviation over the folds",
            ["trial", .. keys, metric.Name, "deviation", "chosen for", "status", "reason"],
            [.. ordered.Select(trial => (IReadOnlyList<string>)
            [
                trial.Name,
                .. trial.Settings.Select(entry => entry.Value.ToString()),
                IsDone(trial) ? Digits(All(trial).Mean) : "",
                IsDone(trial) ? Digits(All(trial).Deviation) : "",
                chosen[trial.Name].ToArray() is { Length: > 0 } own ? groups.Length == 1 ? "all" : "fold " + string.Join(' ', own) : "",
                failures.ContainsKey(trial.Name) ? "failed" : IsDone(trial) ? "done" : "to do",
                failures.GetValueOrDefault(trial.Name, ""),
            ])]);
    }

    private (double Mean, double Deviation) All(SweepTrial trial)
    {
        var known = scores[trial.Name].Where(double.IsFinite).ToArray();
        if (known.Length == 0) { return (double.NaN, double.NaN); }

        var mean = known.Average();
        return (mean, known.Length < 2 ? double.NaN : Math.Sqrt(known.Sum(value => (value - mean) * (value - mean)) / (known.Length - 1)));
    }

    private double MeanOf(SweepTrial trial, int group)
    {
        var own = plan.Split.Folds.Select((fold, place) => (fold.Number, Score: scores[trial.Name][place]))
            .Where(entry => groupOf[entry.Number] == group && double.IsFinite(entry.Score)).ToList();
        return own.Count == 0 ? double.NaN : own.Average(entry => entry.Score);
    }

    private double Score(PredictionTable table)
    {
        float[][] Rows(Func<int, double[]> column)
        {
            var columns = Enumerable.Range(0, table.Labels.Count).Select(column).ToArray();
            return [.. Enumerable.Range(0, table.Count).Select(row => Array.ConvertAll(columns, values => (float)values[row]))];
        }

        return PointValue.Of(metric, table.Task, Rows(label => table.Scores(label).ToArray()), Rows(label => table.Truth(label).ToArray())) ?? double.NaN;
    }

    private static string Digits(double value) => double.IsNaN(value) ? "" : value.ToString("0.0000", CultureInfo.InvariantCulture);
}
