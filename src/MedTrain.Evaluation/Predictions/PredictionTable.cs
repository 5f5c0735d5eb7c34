namespace MedTrain.Evaluation.Predictions;

/// <summary>Truth and prediction of every case: the one input of evaluation, whatever produced it.</summary>
/// <remarks>
/// Columns are held label by label. <see cref="Truth"/> is 0 or 1 (a quantity for regression), NaN where unknown;
/// <see cref="Scores"/> are finite. Cases keep the order they were given in; no result depends on it.
/// </remarks>
public sealed class PredictionTable
{
    private readonly double[][] _truth;
    private readonly double[][] _scores;

    /// <summary>Makes a table and checks it; see <see cref="PredictionRules"/> for what must hold.</summary>
    /// <param name="task">How the columns are to be read.</param>
    /// <param name="labels">Label names, or class names, or names of the quantities: one a column, at least one.</param>
    /// <param name="caseIds">One unique id a case.</param>
    /// <param name="patientIds">The patient of each case; cases of one patient are resampled together.</param>
    /// <param name="folds">The fold that predicted each case (0 when there is only one).</param>
    /// <param name="truth">[label][case]; NaN = unknown.</param>
    /// <param name="scores">[label][case]; probabilities, other scores, or predicted quantities.</param>
    /// <exception cref="InvalidPredictionsException">The table breaks a rule; every problem is listed.</exception>
    public PredictionTable(
        PredictionTask task,
        IReadOnlyList<string> labels,
        IReadOnlyList<string> caseIds,
        IReadOnlyList<string> patientIds,
        IReadOnlyList<int> folds,
        double[][] truth,
        double[][] scores)
        : this(task, labels, caseIds, patientIds, folds, truth, scores, "predictions", row => $"case {row + 1}", _ => true)
    {
    }

    internal PredictionTable(
        PredictionTask task,
        IReadOnlyList<string> labels,
        IReadOnlyList<string> caseIds,
        IReadOnlyList<string> patientIds,
        IReadOnlyList<int> folds,
        double[][] truth,
        double[][] scores,
        string source,
        Func<int, string> place,
        Func<int, bool> readable)
    {
        (Task, Labels, CaseIds, PatientIds, Folds, _truth, _scores) = (task, labels, caseIds, patientIds, folds, truth, scores);
        var errors = PredictionRules.Check(this, place, readable);
        if (errors.Count > 0)
        {
            throw new InvalidPredictionsException(source, errors);
        }
    }

    /// <summary>How the columns are to be read.</summary>
    public PredictionTask Task { get; }

    /// <summary>Label, class or quantity names, one a column.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>One unique id a case.</summary>
    public IReadOnlyList<string> CaseIds { get; }

    /// <summary>The patient of each case.</summary>
    public IReadOnlyList<string> PatientIds { get; }

    /// <summary>The fold that predicted each case.</summary>
    public IReadOnlyList<int> Folds { get; }

    /// <summary>Number of cases.</summary>
    public int Count => CaseIds.Count;

    /// <summary>The truth of one label, a value a case; NaN where unknown.</summary>
    /// <param name="label">Index into <see cref="Labels"/>.</param>
    public ReadOnlySpan<double> Truth(int label) => _truth[label];

    /// <summary>The scores of one label, a value a case.</summary>
    /// <param name="label">Index into <see cref="Labels"/>.</param>
    public ReadOnlySpan<double> Scores(int label) => _scores[label];

    internal int TruthColumns => _truth.Length;

    internal int ScoreColumns => _scores.Length;

    /// <summary>The cases for which <paramref name="keep"/> holds, in the same order, as a table of their own.</summary>
    /// <param name="keep">Takes the index of a case.</param>
    /// <exception cref="InvalidPredictionsException">No case is kept.</exception>
    public PredictionTable Where(Func<int, bool> keep)
    {
        var rows = Enumerable.Range(0, Count).Where(keep).ToArray();
        T[] Pick<T>(IReadOnlyList<T> column) => Array.ConvertAll(rows, row => column[row]);
        return new PredictionTable(
            Task, Labels, Pick(CaseIds), Pick(PatientIds), Pick(Folds), Array.ConvertAll(_truth, Pick), Array.ConvertAll(_scores, Pick));
    }

    /// <summary>The same cases with other scores.</summary>
    /// <param name="scores">[label][case].</param>
    /// <exception cref="InvalidPredictionsException">A score is not finite, or the lengths differ.</exception>
    public PredictionTable WithScores(double[][] scores) => new(Task, Labels, CaseIds, PatientIds, Folds, _truth, scores);

    /// <summary>The same cases with another truth.</summary>
    /// <param name="truth">[label][case]; NaN = unknown.</param>
    /// <exception cref="InvalidPredictionsException">A truth is not allowed for the task, or the lengths differ.</exception>
    public PredictionTable WithTruth(double[][] truth) => new(Task, Labels, CaseIds, PatientIds, Folds, truth, _scores);

    /// <summary>Several tables of the same task and labels as one, such as the folds of a cross-validation.</summary>
    /// <param name="tables">At least one.</param>
    /// <exception cref="InvalidPredictionsException">Tasks or labels differ, or a case occurs twice.</exception>
    public static PredictionTable Concat(IReadOnlyList<PredictionTable> tables)
    {
        var first = tables[0];
        if (tables.FirstOrDefault(table => table.Task != first.Task || !table.Labels.SequenceEqual(first.Labels)) is { } other)
        {
            throw new InvalidPredictionsException("predictions", [
                $"one table is {first.Task} with labels {string.Join(", ", first.Labels)}, another {other.Task} with "
                    + $"{string.Join(", ", other.Labels)}. Join only tables of one run."]);
        }
        double[][] Columns(Func<PredictionTable, double[][]> of) =>
            [.. Enumerable.Range(0, first.Labels.Count).Select(label => tables.SelectMany(table => of(table)[label]).ToArray())];
        return new PredictionTable(
            first.Task, first.Labels, [.. tables.SelectMany(table => table.CaseIds)], [.. tables.SelectMany(table => table.PatientIds)],
            [.. tables.SelectMany(table => table.Folds)], Columns(table => table._truth), Columns(table => table._scores));
    }
}
