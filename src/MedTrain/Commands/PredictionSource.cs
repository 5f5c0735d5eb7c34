using System.CommandLine;
using MedTrain.Configuration;
using MedTrain.Evaluation;
using MedTrain.Evaluation.Predictions;
using MedTrain.Runs;

namespace MedTrain.Commands;

/// <summary>
/// Where predictions come from: a run folder (all its folds together), or a CSV file of any tool with the columns named by options.
/// </summary>
internal sealed class PredictionSource
{
    private readonly Option<string?> _part = new("--part")
    {
        Description = "Of a run: the part of the split, test or val [default: test where the run has one]",
    };
    private readonly Option<PredictionTask?> _task = new("--task")
    {
        Description = "Of a CSV file: binary, multiclass, multilabel or regression; without it the values decide.",
        HelpName = "TASK",
    };
    private readonly Option<string?> _case = new("--case-column")
    {
        Description = "Of a CSV file: the column of the case ids [default: case_id]",
        HelpName = "COLUMN",
    };
    private readonly Option<string?> _patient = new("--patient-column")
    {
        Description = "Of a CSV file: the column of the patient ids [default: patient_id]; the case column where each case is one patient.",
        HelpName = "COLUMN",
    };
    private readonly ListOption _labels;
    private readonly ListOption _scores;

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    public PredictionSource(Command command)
    {
        _part.AcceptOnlyFromAmong("test", "val");
        foreach (var option in new Option[] { _part, _task, _case, _patient }) { command.Options.Add(option); }

        _labels = new ListOption(
            command, "--label-columns", "Of a CSV file: the columns of the truth [default: all named y_…]; for several classes also one "
            + "column that holds the class names.", "A,B");
        _scores = new ListOption(
            command, "--score-columns", "Of a CSV file: the columns of the scores, in the order of --label-columns [default: all named "
            + "p_…]; to one column of class names: one a class, named after it (with or without p_).", "A,B");
    }

    /// <summary>
    /// Reads the predictions, and how they are to be evaluated: as the run's config or the defaults say, changed by what was typed.
    /// </summary>
    /// <param name="path">A run folder or a CSV file.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="validation">A CSV file of validation predictions; null = a run's own, a file has none.</param>
    /// <param name="typed">What was typed about the evaluation; null = the command has a config of its own.</param>
    public PredictionInput Open(string path, ParseResult parsed, string? validation = null, RecordOptions<EvaluationConfig>? typed = null)
    {
        if (Directory.Exists(path)) { return OpenRun(path, parsed.GetValue(_part), validation, typed?.Given(parsed, "evaluation")); }

        var columns = ColumnsOf(parsed);
        var overrides = typed?.Given(parsed) ?? [];
        var config = new ConfigBinder(ConfigTables.All).BindText<EvaluationConfig>("", "", overrides).Require<EvaluationConfig>();
        var table = PredictionCsv.Read(Existing(path, "run folder or CSV file"), parsed.GetValue(_task), columns);
        return new PredictionInput(path, table, config)
        {
            Validation = validation is null ? null : ReadValidation(validation, table.Task, columns),
            CaseColumn = columns.Case,
        };
    }

    /// <summary>The path itself when there is such a file.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static string Existing(string path, string what) => File.Exists(path) ? path
        : throw new UsageException(
            $"{path} — there is no such {what} — give a path that exists, seen from {Directory.GetCurrentDirectory()}");

    private PredictionColumns ColumnsOf(ParseResult parsed)
    {
        var defaults = new PredictionColumns();
        return defaults with
        {
            Case = parsed.GetValue(_case) ?? defaults.Case,
            Patient = parsed.GetValue(_patient) ?? defaults.Patient,
            Truths = _labels.Words(parsed) is { Count: > 0 } labels ? labels : null,
            Scores = _scores.Words(parsed) is { Count: > 0 } scores ? scores : null,
        };
    }

    private static PredictionTable ReadValidation(string path, PredictionTask task, PredictionColumns columns) =>
        PredictionCsv.Read(Existing(path, "CSV file of validation predictions"), task, columns);

    /// <summary>Reads the predictions of a run.</summary>
    /// <param name="run">The run folder.</param>
    /// <param name="part">The part of the split, test or val; null = test where the run has one.</param>
    /// <param name="validationFile">A CSV file of validation predictions; null = the run's own.</param>
    /// <param name="typed">What was typed about the evaluation; null = nothing.</param>
    public static PredictionInput OpenRun(
        string run, string? part = null, string? validationFile = null, IEnumerable<ConfigOverride>? typed = null)
    {
        var folder = new RunFolder(run);
        if (!File.Exists(folder.Config))
        {
            throw new UsageException(
                $"{run} — has no config.yaml, so it is no run folder — give a folder that 'medtrain fit' wrote, or a CSV file");
        }

        var bound = new ConfigBinder(ConfigTables.All).BindFile<ExperimentConfig>(folder.Config, typed ?? []);
        var config = bound.Require<ExperimentConfig>();
        var pool = PredictionTables.OfRun(folder, config.Task);
        var (test, validation) = (part == "val" ? null : pool.Test, pool.Validation);
        var table = test ?? (part == "test" ? null : validation) ?? throw new UsageException(
            $"{run} — has no fold-*/predictions-{part ?? "test"}.csv yet — run 'medtrain fit {folder.Config}' to its end first");
        return new PredictionInput(run, table, config.Evaluation)
        {
            Validation = validationFile is not null ? ReadValidation(validationFile, config.Task, new PredictionColumns())
                : test is null ? null : validation,
            Run = folder,
            IsTested = test is not null,
            Experiment = config,
            EnsembleNote = test is null ? null : pool.Note,
        };
    }
}
