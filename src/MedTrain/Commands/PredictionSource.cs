using System.CommandLine;
using MedTrain.Configuration;
using MedTrain.Evaluation;
using MedTrain.Evaluation.Predictions;

namespace MedTrain.Commands;

/// <summary>Where predictions come from: a run folder (all its folds together), or a CSV file with the columns named by options.</summary>
internal sealed class PredictionSource
{
    private readonly Argument<string> _path = new("RUN|CSV") { Description = "A run folder, or a CSV file of truths and scores." };
    private readonly Option<string?> _part = new("--part") { Description = "Of a run: the part of the split, test or val [default: test where the run has one]" };
    private readonly Option<PredictionTask?> _task = new("--task") { Description = "Of a CSV file: binary, multiclass, multilabel or regression; without it the values decide.", HelpName = "TASK" };
    private readonly Option<string?> _case = new("--case") { Description = "Of a CSV file: the column of the case ids.", HelpName = "COLUMN" };
    private readonly Option<string?> _patient = new("--patient") { Description = "Of a CSV file: the column of the patient ids.", HelpName = "COLUMN" };
    private readonly Option<string[]> _truths = new("--truth") { Description = "Of a CSV file: the columns of the truth, one option each.", HelpName = "COLUMN" };
    private readonly Option<string[]> _scores = new("--score") { Description = "Of a CSV file: the columns of the scores, in the order of --truth.", HelpName = "COLUMN" };

    /// <summary>Adds argument and options to <paramref name="command"/>.</summary>
    public PredictionSource(Command command)
    {
        _part.AcceptOnlyFromAmong("test", "val");
        command.Arguments.Add(_path);
        foreach (var option in new Option[] { _part, _task, _case, _patient, _truths, _scores }) { command.Options.Add(option); }
    }

    /// <summary>Reads the predictions, and how they are to be evaluated: as the run's config or the defaults say, changed by what was typed.</summary>
    public (PredictionTable Table, EvaluationConfig Config) Read(ParseResult parsed, RecordOptions<EvaluationConfig> settings)
    {
        var path = parsed.GetRequiredValue(_path);
        if (Directory.Exists(path)) { return ReadRun(path, parsed.GetValue(_part), parsed, settings); }

        if (!File.Exists(path)) { throw new UsageException($"{path} — there is no such run folder or CSV file — give a folder that 'medtrain fit' wrote, or a predictions file"); }

        var defaults = new PredictionColumns();
        var columns = defaults with
        {
            Case = parsed.GetValue(_case) ?? defaults.Case,
            Patient = parsed.GetValue(_patient) ?? defaults.Patient,
            Truths = parsed.GetValue(_truths) is { Length: > 0 } truths ? truths : null,
            Scores = parsed.GetValue(_scores) is { Length: > 0 } scores ? scores : null,
        };
        var config = new ConfigBinder(ConfigTables.All).BindText<EvaluationConfig>("", "", settings.Given(parsed)).Require<EvaluationConfig>();
        return (PredictionCsv.Read(path, parsed.GetValue(_task), columns), config);
    }

    private static (PredictionTable Table, EvaluationConfig Config) ReadRun(string run, string? part, ParseResult parsed, RecordOptions<EvaluationConfig> settings)
    {
        var file = Path.Combine(run, "config.yaml");
        if (!File.Exists(file)) { throw new UsageException($"{run} — has no config.yaml, so it is no run folder — give a folder that 'medtrain fit' wrote, or a CSV file"); }

        var config = new ConfigBinder(ConfigTables.All).BindFile<ExperimentConfig>(file, settings.Given(parsed, "evaluation")).Require<ExperimentConfig>();
        var folds = Directory.GetDirectories(run, "fold-*").Order(StringComparer.Ordinal).ToList();
        List<string> Files(string name) => [.. folds.Select(fold => Path.Combine(fold, $"predictions-{name}.csv")).Where(File.Exists)];
        var files = part is not null ? Files(part) : Files("test") is { Count: > 0 } test ? test : Files("val");
        return files.Count > 0
            ? (Pooled([.. files.Select(csv => PredictionCsv.Read(csv, config.Task))]), config.Evaluation)
            : throw new UsageException($"{run} — has no fold-*/predictions-{part ?? "test"}.csv yet — run 'medtrain fit {file}' to its end first");
    }

    private static PredictionTable Pooled(List<PredictionTable> folds)
    {
        var labels = folds[0].Labels;
        double[][] Columns(Func<PredictionTable, int, double[]> column) =>
            [.. Enumerable.Range(0, labels.Count).Select(label => folds.SelectMany(fold => column(fold, label)).ToArray())];
        return new PredictionTable(
            folds[0].Task,
            labels,
            [.. folds.SelectMany(fold => fold.CaseIds)],
            [.. folds.SelectMany(fold => fold.PatientIds)],
            [.. folds.SelectMany(fold => fold.Folds)],
            Columns((fold, label) => fold.Truth(label).ToArray()),
            Columns((fold, label) => fold.Scores(label).ToArray()));
    }
}
