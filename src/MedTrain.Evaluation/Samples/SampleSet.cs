using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Thresholds;

namespace MedTrain.Evaluation.Samples;

/// <summary>The samples that a predictions table gives; null where no truth is known.</summary>
internal sealed class SampleSet
{
    private readonly PredictionTable _table;
    private readonly PatientIndex _patients;
    private readonly int[] _rows;
    private readonly int[]? _highest;

    /// <summary>Makes the samples.</summary>
    /// <param name="table">The predictions.</param>
    /// <param name="patients">Numbers of its patients.</param>
    /// <param name="thresholds">A score of at least this is called positive.</param>
    /// <param name="keep">Which rows to use; null = all.</param>
    internal SampleSet(PredictionTable table, PatientIndex patients, LabelThresholds thresholds, Predicate<int>? keep = null)
    {
        (_table, _patients) = (table, patients);
        _rows = keep is null ? patients.Rows : Array.FindAll(patients.Rows, keep);
        _highest = table.Task == PredictionTask.Multiclass ? HighestClass(table) : null;
        Labels = [.. Enumerable.Range(0, table.Labels.Count).Select(label => Label(label, thresholds))];
        Classes = _highest is null ? null : AllClasses(_highest);
        Pooled = table.Labels.Count > 1 && table.Task != PredictionTask.Regression ? Pool() : null;
    }

    /// <summary>One a label, class or quantity, in the table's order.</summary>
    internal IReadOnlyList<Sample?> Labels { get; }

    /// <summary>All classes of a multiclass task together.</summary>
    internal MulticlassSample? Classes { get; }

    /// <summary>Every pair of a case and a label (class) as a case of its own, for micro averages.</summary>
    internal BinarySample? Pooled { get; }

    private Sample? Label(int label, LabelThresholds thresholds)
    {
        var rows = Known(label);
        if (rows.Length == 0)
        {
            return null;
        }
        double[] scores = Pick(rows, _table.Scores(label)), truth = Pick(rows, _table.Truth(label));
        var who = Array.ConvertAll(rows, row => _patients.OfCase[row]);
        if (_table.Task == PredictionTask.Regression)
        {
            return new RegressionSample(truth, scores, who);
        }
        var called = _highest is null
            ? Array.ConvertAll(rows, row => _table.Scores(label)[row] >= thresholds.At(_table.Labels[label], _table.Folds[row]))
            : Array.ConvertAll(rows, row => _highest[row] == label);
        return new BinarySample(scores, Array.ConvertAll(truth, y => y == 1), called, who);
    }

    private MulticlassSample? AllClasses(int[] highest)
    {
        var rows = Known(0);
        var truth = Array.ConvertAll(rows, row => Enumerable.Range(0, _table.Labels.Count).First(label => _table.Truth(label)[row] == 1));
        return rows.Length == 0 ? null : new MulticlassSample(
            _table.Labels.Count,
            truth,
            Array.ConvertAll(rows, row => highest[row]),
            [.. Enumerable.Range(0, _table.Labels.Count).Select(label => Pick(rows, _table.Scores(label)))],
            Array.ConvertAll(rows, row => _patients.OfCase[row]));
    }

    private BinarySample? Pool()
    {
        // In the order of the names, so that the order of columns changes nothing.
        var parts = Labels.Zip(_table.Labels)
            .OrderBy(one => one.Second, StringComparer.Ordinal)
            .Select(one => one.First)
            .OfType<BinarySample>()
            .ToArray();
        return parts.Length == 0 ? null : new BinarySample(
            [.. parts.SelectMany(one => one.Scores)],
            [.. parts.SelectMany(one => one.Positive)],
            [.. parts.SelectMany(one => one.Called)],
            [.. parts.SelectMany(one => one.Patients)]);
    }

    private int[] Known(int label) => Array.FindAll(_rows, row => !double.IsNaN(_table.Truth(label)[row]));

    private static double[] Pick(int[] rows, ReadOnlySpan<double> column)
    {
        var picked = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            picked[i] = column[rows[i]];
        }
        return picked;
    }

    /// <summary>The class with the highest score, of each row; among equal scores the first by name, so that column order changes
    /// nothing.</summary>
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
