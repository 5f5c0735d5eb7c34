namespace MedTrain.Evaluation.Predictions;

/// <summary>
/// The predictions of all networks of a run as one table a part, one row a case. Networks with the same test part (the inner folds of a
/// nested cross-validation, the folds around a given test part) are one ensemble, whose score is the mean; a case that several
/// cross-validations tested (repeats) has the mean over them.
/// </summary>
/// <param name="Test">Test predictions; null when no network has a test part. The fold of a case is that of the ensemble that tested it
/// first.</param>
/// <param name="Validation">Validation predictions by ensemble; a case in the validation parts of several has a row for each.</param>
/// <param name="Networks">The greatest number of networks whose mean a test score is.</param>
public sealed record FoldPool(PredictionTable? Test, PredictionTable? Validation, int Networks)
{
    private const string FoldMark = " (fold ";

    /// <summary>The sentence that a report needs when test scores are means; null when they are not.</summary>
    public string? Note => Networks > 1 ? $"The score of a case is the mean over the networks that tested it, up to {Networks}." : null;

    /// <summary>Pools the folds.</summary>
    /// <param name="tests">Test predictions, one table a fold; may be empty.</param>
    /// <param name="validations">Validation predictions, one table a fold; may be empty.</param>
    public static FoldPool Of(IReadOnlyList<PredictionTable> tests, IReadOnlyList<PredictionTable> validations)
    {
        var ensembles = Ensembles([.. tests.OrderBy(FoldOf)]);
        // A fold without a test part, or whose test predictions are not there yet, stands for itself, after the others.
        foreach (var table in validations.OrderBy(FoldOf))
        {
            ensembles.TryAdd(FoldOf(table), tests.Count == 0 ? FoldOf(table) : ensembles.Values.DefaultIfEmpty(-1).Max() + 1);
        }

        var byEnsemble = tests.GroupBy(table => ensembles[FoldOf(table)]).OrderBy(group => group.Key)
            .Select(group => (Table: Mean([.. group], group.Key), Networks: group.Count())).ToList();
        var test = byEnsemble.Count == 0 ? null : Mean([.. byEnsemble.Select(one => one.Table)], fold: null);
        var networks = byEnsemble.SelectMany(one => one.Table.CaseIds.Select(id => (id, one.Networks)))
            .GroupBy(entry => entry.id, StringComparer.Ordinal).Select(entry => entry.Sum(one => one.Networks)).DefaultIfEmpty(1).Max();
        PredictionTable[] validation = [.. validations.GroupBy(table => ensembles[FoldOf(table)]).OrderBy(group => group.Key)
            .Select(group => Mean([.. group], group.Key))];
        return new FoldPool(test, validation.Length == 0 ? null : Joined(validation), networks);
    }

    /// <summary>The case id without the fold that is added where validation parts share cases.</summary>
    public static string WithoutFold(string id) =>
        id.EndsWith(')') && id.LastIndexOf(FoldMark, StringComparison.Ordinal) is > 0 and var end ? id[..end] : id;

    /// <summary>The mean score of each case over the tables that have it, in the order in which cases first come.</summary>
    /// <param name="tables">Tables of one task and the same labels.</param>
    /// <param name="fold">The fold of all rows; null keeps that of each case's first row.</param>
    public static PredictionTable Mean(IReadOnlyList<PredictionTable> tables, int? fold)
    {
        var first = tables[0];
        var rows = tables.SelectMany(table => Enumerable.Range(0, table.Count).Select(row => (Table: table, Row: row)))
            .GroupBy(entry => entry.Table.CaseIds[entry.Row], StringComparer.Ordinal).Select(group => group.ToArray()).ToArray();
        double[][] Columns(Func<PredictionTable, int, int, double> of) => [.. Enumerable.Range(0, first.Labels.Count)
            .Select(label => Array.ConvertAll(rows, group => group.Average(entry => of(entry.Table, label, entry.Row))))];
        return new PredictionTable(
            first.Task,
            first.Labels,
            [.. rows.Select(group => group[0].Table.CaseIds[group[0].Row])],
            [.. rows.Select(group => group[0].Table.PatientIds[group[0].Row])],
            [.. rows.Select(group => fold ?? group[0].Table.Folds[group[0].Row])],
            Columns((table, label, row) => table.Truth(label)[row]),
            Columns((table, label, row) => table.Scores(label)[row]));
    }

    /// <summary>The ensemble of each fold: folds with the same test cases share one, numbered in the order of the folds.</summary>
    private static Dictionary<int, int> Ensembles(IReadOnlyList<PredictionTable> tests)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var ensembles = new Dictionary<int, int>();
        foreach (var table in tests)
        {
            var cases = string.Join('\n', table.CaseIds.Order(StringComparer.Ordinal));
            numbers.TryAdd(cases, numbers.Count);
            ensembles[FoldOf(table)] = numbers[cases];
        }

        return ensembles;
    }

    private static int FoldOf(PredictionTable table) => table.Folds[0];

    /// <summary>One ensemble after the other; where they share cases, the ids name the ensemble.</summary>
    private static PredictionTable Joined(PredictionTable[] tables)
    {
        List<string> ids = [.. tables.SelectMany(table => table.CaseIds)];
        return ids.Distinct(StringComparer.Ordinal).Count() == ids.Count
            ? PredictionTable.Concat(tables)
            : PredictionTable.Concat([.. tables.Select(table => new PredictionTable(
                table.Task, table.Labels, [.. table.CaseIds.Zip(table.Folds, (id, fold) => $"{id}{FoldMark}{fold})")], table.PatientIds, table.Folds,
                [.. Enumerable.Range(0, table.Labels.Count).Select(label => table.Truth(label).ToArray())],
                [.. Enumerable.Range(0, table.Labels.Count).Select(label => table.Scores(label).ToArray())]))]);
    }
}
