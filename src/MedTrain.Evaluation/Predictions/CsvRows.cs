using System.Globalization;

namespace MedTrain.Evaluation.Predictions;

/// <summary>Collects the rows of a predictions file and everything that is wrong with them.</summary>
internal sealed class CsvRows(CsvLayout layout)
{
    private readonly Range[] _fields = new Range[layout.Header.Count];
    private readonly List<string> _errors = [];
    private readonly List<string> _cases = [];
    private readonly List<string> _patients = [];
    private readonly List<int> _folds = [];
    private readonly List<int> _lines = [];
    private readonly HashSet<int> _unreadable = [];
    private readonly List<double>[] _truth = [.. layout.Labels.Select(_ => new List<double>())];
    private readonly List<double>[] _scores = [.. layout.Scores.Select(_ => new List<double>())];

    /// <summary>Adds one line; an empty line is skipped.</summary>
    internal void Add(string line, int number)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }
        var count = CsvLine.Split(line, _fields);
        if (count != layout.Header.Count)
        {
            _errors.Add(count < 0
                ? $"line {number}: a quote is opened and not closed."
                : $"line {number}: {count} fields, but the header has {layout.Header.Count}.");
            return;
        }
        _lines.Add(number);
        _cases.Add(CsvLine.Text(line.AsSpan(_fields[layout.Case])));
        _patients.Add(CsvLine.Text(line.AsSpan(_fields[layout.Patient])));
        _folds.Add(layout.Fold < 0 ? 0 : Fold(line.AsSpan(_fields[layout.Fold]), number));
        var found = layout.Class < 0 ? -1 : Class(CsvLine.Text(line.AsSpan(_fields[layout.Class])), number);
        for (var label = 0; label < _truth.Length; label++)
        {
            _truth[label].Add(
                layout.Class < 0 ? Number(line, layout.Truths[label], number, blank: true)
                : found < 0 ? double.NaN
                : found == label ? 1 : 0);
            _scores[label].Add(Number(line, layout.Scores[label], number, blank: false));
        }
    }

    /// <summary>The table, or all errors at once: those of the text and those of the values.</summary>
    internal PredictionTable ToTable(PredictionTask? task, string source)
    {
        double[][] truth = [.. _truth.Select(column => column.ToArray())], scores = [.. _scores.Select(column => column.ToArray())];
        try
        {
            var kind = task ?? (layout.Class < 0 ? PredictionCsv.InferTask(truth, scores) : PredictionTask.Multiclass);
            var table = new PredictionTable(
                kind, layout.Labels, _cases, _patients, _folds, truth, scores, source,
                row => $"line {_lines[row]}", row => !_unreadable.Contains(_lines[row]));
            return _errors.Count == 0 ? table : throw new InvalidPredictionsException(source, _errors);
        }
        catch (InvalidPredictionsException values) when (!ReferenceEquals(values.Errors, _errors) && _errors.Count > 0)
        {
            throw new InvalidPredictionsException(source, [.. _errors.Concat(values.Errors).OrderBy(LineOf)]);
        }
    }

    private static int LineOf(string error) =>
        error.StartsWith("line ", StringComparison.Ordinal) && error.IndexOf(':') is var end and > 5
            ? int.Parse(error.AsSpan(5, end - 5), CultureInfo.InvariantCulture)
            : 0;

    /// <summary>Index of the class of that name; -1 = unknown.</summary>
    private int Class(string name, int number)
    {
        var found = layout.Labels.ToList().IndexOf(name);
        if (found < 0 && name.Length > 0)
        {
            _errors.Add($"line {number}: {layout.Header[layout.Class]} is '{name}'. It must be one of "
                + $"{string.Join(", ", layout.Labels)} (the names of the score columns, without p_), or blank where unknown.");
            _unreadable.Add(number);
        }
        return found;
    }

    private int Fold(ReadOnlySpan<char> field, int number)
    {
        if (int.TryParse(Unquoted(field), NumberStyles.None, CultureInfo.InvariantCulture, out var fold))
        {
            return fold;
        }
        _errors.Add($"line {number}: {layout.Header[layout.Fold]} is '{field}'. It must be 0, 1, 2 …");
        return 0;
    }

    // Some tools quote every field, numbers too.
    private static ReadOnlySpan<char> Unquoted(ReadOnlySpan<char> field)
    {
        field = field.Trim();
        return field is ['"', .., '"'] ? field[1..^1].Trim() : field;
    }

    /// <summary>A number; what cannot be read becomes an error here and a harmless value for the checks that follow.</summary>
    private double Number(string line, int column, int number, bool blank)
    {
        var field = Unquoted(line.AsSpan(_fields[column]));
        if (field.Length == 0 && blank)
        {
            return double.NaN;
        }
        if (double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
        {
            return value;
        }
        var rule = blank ? "a finite number with a decimal point, or blank where unknown" : "a finite number with a decimal point";
        _errors.Add($"line {number}: {layout.Header[column]} is '{field}'. It must be {rule}.");
        _unreadable.Add(number);
        return 0;
    }
}
