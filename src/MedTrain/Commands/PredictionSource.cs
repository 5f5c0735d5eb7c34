using System.CommandLine;
using MedTrain.Configuration;
using MedTrain.Evaluation;
using MedTrain.Evaluation.Predictions;
using MedTrain.Runs;

namespace MedTrain.Commands;

/// <summary>Where predictions come from: a run folder (all its folds together), or a CSV file with the columns named by options.</summary>
internal sealed class PredictionSource
{
    private readonly Argument<string> _path = new("RUN|CSV") { Description = "A run folder, or a CSV file of truths and scores." };
    private readonly Option<string?> _part = new("--part")
    {
        Description = "Of a run: the part of the split, test or val [default: test where the run has one]",
    };
    private readonly Option<PredictionTask?> _task = new("--task")
    {
        Description = "Of a CSV file: binary, multiclass, multilabel or regression; without it the values decide.",
        HelpName = "TASK",
    };
    private readonly Option<string?> _case = new("--case")
    {
        Description = "Of a CSV file: the column of the case ids.",
        HelpName = "COLUMN",
    };
    private readonly Option<string?> _patient = new("--patient")
    {
        Description = "Of a CSV file: the column of the patient ids.",
        HelpName = "COLUMN",
    };
    private readonly Option<string[]> _truths = new("--truth")
    {
        Description = "Of a CSV file: the columns of the truth, one option each.",
        HelpName = "COLUMN",
    };
    private readonly Option<string?> _validation = new("--validation")
    {
        Description = "Of a CSV file: predictions of the validation cases, on which --threshold-rule chooses.",
        HelpName = "CSV",
    };
    private readonly Option<string[]> _scores = new("--score")
    {
        Description = "Of a CSV file: the columns of the scores, in the order of --truth.",
        HelpName = "COLUMN",
    };

    /// <summary>Adds argument and options to <paramref name="command"/>.</summary>
    public PredictionSource(Command command)
    {
        _part.AcceptOnlyFromAmong("test", "val");
        command.Arguments.Add(_path);
        foreach (var option in new Option[] { _part, _task, _case, _patient, _truths, _scores, _validation })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>
    /// Reads the predictions, and how they are to be evaluated: as the run's config or the defaults say, changed by what was typed.
    /// </summary>
    public (PredictionTable Table, EvaluationConfig Config, PredictionTable? Validation) Read(
        ParseResult parsed, RecordOptions<EvaluationConfig> settings)
    {
        var path = parsed.GetRequiredValue(_path);
        if (Directory.Exists(path)) { return ReadRun(path, parsed.GetValue(_part), parsed, settings); }

        if (!File.Exists(path))
        {
            throw new UsageException(
                $"{path} — there is no such run folder or CSV file — give a folder that 'medtrain fit' wrote, or a predictions file");
        }

        var defaults = new PredictionColumns();
        var columns = defaults with
        {
            Case = parsed.GetValue(_case) ?? defaults.Case,
            Patient = parsed.GetValue(_patient) ?? defaults.Patient,
            Truths = parsed.GetValue(_truths) is { Length: > 0 } truths ? truths : null,
            Scores = parsed.GetValue(_scores) is { Length: > 0 } scores ? scores : null,
        };
        var config = new ConfigBinder(ConfigTables.All).BindText<EvaluationConfig>("", "", settings.Given(parsed)).Require<EvaluationConfig>();
        var table = PredictionCsv.Read(path, parsed.GetValue(_task), columns);
        return (table, config, parsed.GetValue(_validation) is { } validation ? PredictionCsv.Read(validation, table.Task, columns) : null);
    }

    private static (PredictionTable Table, EvaluationConfig Config, PredictionTable? Validation) ReadRun(
        string run, string? part, ParseResult parsed, RecordOptions<EvaluationConfig> settings)
    {
        var folder = new RunFolder(run);
        var file = folder.Config;
        if (!File.Exists(file))
        {
            throw new UsageException(
                $"{run} — has no config.yaml, so it is no run folder — give a folder that 'medtrain fit' wrote, or a CSV file");
        }

        var bound = new ConfigBinder(ConfigTables.All).BindFile<ExperimentConfig>(file, settings.Given(parsed, "evaluation"));
        var config = bound.Require<ExperimentConfig>();
        var validation = PredictionTables.OfRun(folder, "val", config.Task);
        var test = part == "val" ? null : PredictionTables.OfRun(folder, "test", config.Task);
        var table = test ?? (part == "test" ? null : validation);
        return table is null
            ? throw new UsageException(
                $"{run} — has no fold-*/predictions-{part ?? "test"}.csv yet — run 'medtrain fit {file}' to its end first")
            : (table, config.Evaluation, test is null ? null : validation);
    }
}
