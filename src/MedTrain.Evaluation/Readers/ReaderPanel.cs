using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Samples;

namespace MedTrain.Evaluation.Readers;

/// <summary>The readings of one label beside the predictions: for each reader the cases that this reader read.</summary>
internal sealed class ReaderPanel
{
    private readonly Dictionary<(string Reader, string CaseId), Reading> _readings;
    private readonly PredictionTable _table;
    private readonly PatientIndex _patients;
    private readonly int _label;

    internal ReaderPanel(PredictionTable table, PatientIndex patients, int label, IEnumerable<Reading> readings)
    {
        (_table, _patients, _label) = (table, patients, label);
        _readings = readings.Where(one => one.Label == table.Labels[label]).ToDictionary(one => (one.Reader, one.CaseId));
        Readers = [.. _readings.Keys.Select(key => key.Reader).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    internal string Label => _table.Labels[_label];

    /// <summary>Readers of this label, in ordinal order.</summary>
    internal IReadOnlyList<string> Readers { get; }

    /// <summary>A reader against the truth; null when the reader read no case of known truth. Without scores, a call counts as score 0 or
    /// 1.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="threshold">Score from which a reading without a call counts as one.</param>
    internal BinarySample? AgainstTruth(string reader, double threshold) =>
        Make(Truth, row => Call(reader, row, threshold), row => Score(reader, row));

    /// <summary>The model on the cases that any reader read, against the truth.</summary>
    /// <param name="threshold">Score from which the model calls a case positive.</param>
    internal BinarySample? ModelAgainstTruth(double threshold) => Make(
        row => Readers.Any(reader => _readings.ContainsKey((reader, _table.CaseIds[row]))) ? Truth(row) : null,
        row => _table.Scores(_label)[row] >= threshold,
        row => _table.Scores(_label)[row]);

    /// <summary>One rater's calls against another's; a null reader is the model.</summary>
    internal BinarySample? Against(string? one, string? other, double threshold) =>
        Make(row => CallOf(other, row, threshold), row => CallOf(one, row, threshold), row => CallOf(one, row, threshold) == true ? 1 : 0);

    private bool? Truth(int row) => double.IsNaN(_table.Truth(_label)[row]) ? null : _table.Truth(_label)[row] == 1;

    private bool? CallOf(string? rater, int row, double threshold) =>
        rater is null ? _table.Scores(_label)[row] >= threshold : Call(rater, row, threshold);

    private bool? Call(string reader, int row, double threshold) =>
        _readings.TryGetValue((reader, _table.CaseIds[row]), out var reading) ? reading.Call ?? reading.Score >= threshold : null;

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
