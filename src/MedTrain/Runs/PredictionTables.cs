using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Inference;

namespace MedTrain.Runs;

/// <summary>Predictions of a network as the table that evaluation reads.</summary>
internal static class PredictionTables
{
    /// <summary>The table of one fold's predictions.</summary>
    public static PredictionTable Of(IReadOnlyList<string> labels, PredictionTask task, CasePredictions predictions, int fold)
    {
        var cases = predictions.Cases;
        return new PredictionTable(
            task,
            labels,
            [.. cases.Select(member => member.CaseId)],
            [.. cases.Select(member => member.PatientId!)],
            [.. cases.Select(_ => fold)],
            Columns(labels.Count, label => [.. cases.Select(member => (double)member.Labels[label])]),
            Columns(labels.Count, label => [.. predictions.Scores.Select(row => (double)row[label])]));
    }

    /// <summary>The predictions of all folds of a run that are there.</summary>
    public static FoldPool OfRun(RunFolder folder, PredictionTask task) => FoldPool.Of(Read(folder, "test", task), Read(folder, "val", task));

    /// <summary>Writes the means over the members of a fold's ensemble as the fold's own predictions, for every part that they have.</summary>
    public static void WriteMeans(RunFolder folder, int fold, IReadOnlyList<NetworkPlace> members, PredictionTask task)
    {
        foreach (var file in Directory.GetFiles(folder.Network(members[0]), "predictions-*.csv").Select(path => Path.GetFileName(path)))
        {
            var tables = members.Select(member => PredictionCsv.Read(Path.Combine(folder.Network(member), file), task));
            PredictionCsv.Write(Path.Combine(folder.Fold(fold), file), FoldPool.Mean([.. tables], fold));
        }
    }

    private static List<PredictionTable> Read(RunFolder folder, string part, PredictionTask task) =>
        [.. Directory.GetDirectories(folder.Path, "fold-*").Select(fold => Path.Combine(fold, $"predictions-{part}.csv"))
            .Where(File.Exists).Select(file => PredictionCsv.Read(file, task))];

    private static double[][] Columns(int labels, Func<int, double[]> column) => [.. Enumerable.Range(0, labels).Select(column)];
}
