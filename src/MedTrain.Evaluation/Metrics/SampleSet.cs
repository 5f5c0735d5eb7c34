using MedTrain.Evaluation.Predictions;

namespace MedTrain.Evaluation.Metrics;

/// <summary>The samples that a predictions table gives: one a label (class, quantity), and one of all classes together.</summary>
internal static class SampleSet
{
    /// <summary>One a label, in the table's order; null for a label whose truth is unknown in every case.</summary>
    internal static IReadOnlyList<Sample?> Labels(PredictionTable table, PatientIndex patients, double threshold)
    {
        var called = table.Task == PredictionTask.Multiclass ? HighestClass(table) : null;
        return [.. Enumerable.Range(0, table.Labels.Count).Select(label => Label(table, patients, label, called, threshold))];
    }

    /// <summary>All classes of a multiclass table; null when no class is known, or for another task.</summary>
    internal static MulticlassSample? Classes(PredictionTable table, PatientIndex patients)
    {
        if (table.Task != PredictionTask.Multiclass)
        {
            return null;
        }
        var rows = Known(table, patients, 0);
        var called = HighestClass(table);
        return rows.Length == 0 ? null : new MulticlassSample(
            table.Labels.Count,
            Array.ConvertAll(rows, row => Enumerable.Range(0, table.Labels.Count).First(label => table.Truth(label)[row] == 1)),
            Array.ConvertAll(rows, row => called[row]),
            Array.ConvertAll(rows, row => patients.OfCase[row]));
    }

    private static Sample? Label(PredictionTable table, PatientIndex patients, int label, int[]? called, double threshold)
    {
        var rows = Known(table, patients, label);
        if (rows.Length == 0)
        {
            return null;
        }
        var scores = Array.ConvertAll(rows, row => table.Scores(label)[row]);
        var truth = Array.ConvertAll(rows, row => table.Truth(label)[row]);
        var who = Array.ConvertAll(rows, row => patients.OfCase[row]);
        if (table.Task == PredictionTask.Regression)
        {
            return new RegressionSample(truth, scores, who);
        }
        var decisions = called is null
            ? Array.ConvertAll(scores, score => score >= threshold)
            : Array.ConvertAll(rows, row => called[row] == label);
        return new BinarySample(scores, Array.ConvertAll(truth, y => y == 1), decisions, who);
    }

    private static int[] Known(PredictionTable table, PatientIndex patients, int label) =>
        Array.FindAll(patients.Rows, row => !double.IsNaN(table.Truth(label)[row]));

    /// <summary>The class with the highest score, of each row; among equal scores the first by name, so that column order changes nothing.</summary>
    private static int[] HighestClass(PredictionTable table)
    {
        var byName = Enumerable.Range(0, table.Labels.Count).OrderBy(label => table.Labels[label], StringComparer.Ordinal).ToArray();
        var highest = new int[table.Count];
        for (var row = 0; row < table.Count; row++)
        {
            var best = byName[0];
            foreach (var label in byName)
            {
                best = table.Scores(label)[row] > table.Scores(best)[row] ? label : best;
            }
            highest[row] = best;
        }
        return highest;
    }
}
