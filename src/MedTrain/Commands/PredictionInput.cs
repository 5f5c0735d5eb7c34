using MedTrain.Configuration;
using MedTrain.Evaluation;
using MedTrain.Evaluation.Predictions;
using MedTrain.Runs;

namespace MedTrain.Commands;

/// <summary>Predictions that a command was given.</summary>
/// <param name="Path">The run folder or CSV file.</param>
/// <param name="Table">The predictions.</param>
/// <param name="Config">How they are to be evaluated.</param>
internal sealed record PredictionInput(string Path, PredictionTable Table, EvaluationConfig Config)
{
    /// <summary>Predictions of other patients, on which thresholds and calibrations may be fitted; null when there are none.</summary>
    public PredictionTable? Validation { get; init; }

    /// <summary>The run; null for a CSV file.</summary>
    public RunFolder? Run { get; init; }

    /// <summary>The run's experiment; null for a CSV file.</summary>
    public ExperimentConfig? Experiment { get; init; }

    /// <summary>That scores are means over several networks; null when they are not.</summary>
    public string? EnsembleNote { get; init; }

    /// <summary>What every report of these predictions must say first: of a run, leakage that was accepted.</summary>
    public IReadOnlyList<string> Notes => Run is { } run ? ReportNotes.Of(run, IsTested, EnsembleNote) : [];

    /// <summary>Whether the predictions are of a test part; false for a run's validation part.</summary>
    public bool IsTested { get; init; } = true;

    /// <summary>The column of case ids of a CSV file.</summary>
    public string CaseColumn { get; init; } = "case_id";

    /// <summary>A short name to show: that of the folder or file.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(System.IO.Path.TrimEndingDirectorySeparator(Path));

    /// <summary>Other columns of the cases, from the run's manifest or from the CSV file itself.</summary>
    /// <exception cref="UsageException">The run has no manifest.</exception>
    /// <exception cref="InvalidPredictionsException">A column is missing.</exception>
    public CaseColumns ReadColumns(IReadOnlyList<string> names) => CaseColumns.Read(
        Run is null ? Path : PredictionSource.Existing(Run.Manifest, "manifest of this run, so it cannot be evaluated by groups"),
        CaseColumn,
        names);

    /// <summary>The id of each case as its manifest or file has it.</summary>
    public IEnumerable<string> CaseIds => Run is null ? Table.CaseIds : Table.CaseIds.Select(FoldPool.WithoutFold);
}
