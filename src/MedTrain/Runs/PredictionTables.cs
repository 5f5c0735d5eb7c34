using MedTrain.Data.Cohorts;
using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Inference;

namespace MedTrain.Runs;

/// <summary>Predictions of a network as the table that evaluation reads.</summary>
internal static class PredictionTables
{
    private const string FoldMark = " (fold ";

    /// <summary>The table of one fold's predictions.</summary>
    public static PredictionTable Of(Cohort cohort, PredictionTask task, CasePredictions predictions, int fold)
    {
        var cases = predictions.Cases;
        return new PredictionTable(
            task,
            cohort.LabelNames,
            [.. cases.Select(member => member.CaseId)],
            [.. cases.Select(member => cohort.Cases[member.Index].PatientId)],
            [.. cases.Select(_ => fold)],
            Columns(cohort.LabelNames.Count, label => [.. cases.Select(member => (double)member.Labels[label])]),
            Columns(cohort.LabelNames.Count, label => [.. predictions.Scores.Select(row => (double)row[label])]));
    }

    /// <summary>The predictions of all folds of a run for one part; null when the run has none.</summary>
    public static PredictionTable? OfRun(RunFolder folder, string part, PredictionTask task)
    {
        var files = Directory.GetDirectories(folder.Path, "fold-*").Order(StringComparer.Ordinal)
            .Select(fold => Path.Combine(fold, $"predictions-{part}.csv")).Where(File.Exists).ToList();
        return files.Count == 0 ? null : Pool([.. files.Select(file => PredictionCsv.Read(file, task))]);
    }

    /// <summary>The case id without the fold that <see cref="OfRun"/> adds where parts share cases.</summary>
    public static string WithoutFold(string id) =>
        id.EndsWith(')') && id.LastIndexOf(FoldMark, StringComparison.Ordinal) is > 0 and var end ? id[..end] : id;

    /// <summary>The predictions of several folds, one after the other. Validation parts may share cases; their ids then name the fold.</summary>
    private static PredictionTable Pool(IReadOnlyList<PredictionTable> tables)
    {
        List<string> ids = [.. tables.SelectMany(table => table.CaseIds)];
        List<int> folds = [.. tables.SelectMany(table => table.Folds)];
        if (ids.Distinct(StringComparer.Ordinal).Count() < ids.Count)
        {
            ids = [.. ids.Zip(folds, (id, fold) => $"{id}{FoldMark}{fold})")];
        }

        return new PredictionTable(
            tables[0].Task,
            tables[0].Labels,
            ids,
            [.. tables.SelectMany(table => table.PatientIds)],
            folds,
            Columns(tables[0].Labels.Count, label => [.. tables.SelectMany(table => table.Truth(label).ToArray())]),
            Columns(tables[0].Labels.Count, label => [.. tables.SelectMany(table => table.Scores(label).ToArray())]));
    }

    private static double[][] Columns(int labels, Func<int, double[]> column) => [.. Enumerable.Range(0, labels).Select(column)];
}
