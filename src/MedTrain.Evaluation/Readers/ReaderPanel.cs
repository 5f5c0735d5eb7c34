using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Thresholds;

namespace MedTrain.Evaluation.Readers;

/// <summary>The readings of one label beside the predictions: for each reader the cases that this reader read.</summary>
internal sealed class ReaderPanel
{
    private readonly Dictionary<(string Reader, string CaseId), Reading> _readings;
    private readonly PredictionTable _table;
    private readonly PatientIndex _patients;
    private readonly int _label;
    private readonly LabelThresholds _thresholds;
    private readonly double _readerThreshold;

    /// <summary>Brings together the readings of one label.</summary>
    /// <param name="table">The model's predictions and the truth.</param>
    /// <param name="patients">Numbers of its patients.</param>
    /// <param name="label">Index of the label.</param>
    /// <param name="readings">What the readers said about any label.</param>
    /// <param name="thresholds">Score from which the model calls a case positive.</param>
    /// <param name="readerThreshold">Score from which a reading without a call counts as one.</param>
    internal ReaderPanel(
        PredictionTable table,
        PatientIndex patients,
        int label,
        IEnumerable<Reading> readings,
        LabelThresholds thresholds,
        double readerThreshold)
    {
        (_table, _patients, _label, _thresholds, _readerThreshold) = (table, patients, label, thresholds, readerThreshold);
        _readings = readings.Where(one => one.Label == table.Labels[label]).ToDictionary(one => (one.Reader, one.CaseId));
        Readers = [.. _readings.Keys.Select(key => key.Reader).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    internal string Label => _table.Labels[_label];

    /// <summary>Readers of this label, in ordinal order.</summary>
    internal IReadOnlyList<string> Readers { get; }

    /// <summary>A reader against the truth; null when the reader read no case of known truth. Without scores, a call counts as score 0 or
    /// 1.</summary>
    /// <param name="reader">The reader.</param>
    internal BinarySample? AgainstTruth(string reader) => Make(Truth, row => Call(reader, row), row => Score(reader, row));

    /// <summary>The model on the cases that any reader read, against the truth.</summary>
    internal BinarySample? ModelAgainstTruth() => Make(
        row => Readers.Any(reader => _readings.ContainsKey((reader, _table.CaseIds[row]))) ? Truth(row) : null,
        row => ModelCalls(row),
        row => _table.Scores(_label)[row]);

    /// <summary>One rater's calls against another's; a null reader is the model.</summary>
    internal BinarySample? Against(string? one, string? other) =>
        Make(row => CallOf(other, row), row => CallOf(one, row), row => CallOf(one, row) == true ? 1 : 0);

    private bool? Truth(int row) => double.IsNaN(_table.Truth(_label)[row]) ? null : _table.Truth(_label)[row] == 1;

    private bool ModelCalls(int row) => _table.Scores(_label)[row] >= _thresholds.At(Label, _table.Folds[row]);

    private bool? CallOf(string? rater, int row) => rater is null ? ModelCalls(row) : Call(rater, row);

    private bool? Call(string reader, int row) =>
        _readings.TryGetValue((reader, _table.CaseIds[row]), out var reading) ? reading.Call ?? reading.Score >= _readerThreshold : null;

    private double? Score(string reader, int row) =>
        _readings.TryGetValue((reader, _table.CaseIds[row]), out var reading) ? reading.Score ?? (reading.Call == true ? 1 : 0) : null;

    private BinarySample? Make(Func<int, bool?> truth, Func<int, bool?> call, Func<int, double?> score)
    {
        var rows = Array.FindAll(_patients.Rows, row => truth(row) is not null && call(row) is not null);
        return rows.Length == 0 ? null : new BinarySample(
            Array.ConvertAll(rows, row => score(row)!.Value), Array.ConvertAll(rows, row => truth(row)!.Value),
            Array.ConvertAll(rows, row => call(row)!.Value), Array.ConvertAll(rows, row => _patients.OfCase[row]));
    }
}
