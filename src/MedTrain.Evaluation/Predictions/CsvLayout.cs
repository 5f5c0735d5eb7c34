namespace MedTrain.Evaluation.Predictions;

/// <summary>Where in a line each column lies, found from the header; the order of columns is free.</summary>
internal sealed record CsvLayout
{
    internal required IReadOnlyList<string> Header { get; init; }

    internal required IReadOnlyList<string> Labels { get; init; }

    internal required int Case { get; init; }

    internal required int Patient { get; init; }

    /// <summary>-1 = the file has no folds.</summary>
    internal required int Fold { get; init; }

    internal required int[] Truths { get; init; }

    internal required int[] Scores { get; init; }

    /// <summary>The one truth column that holds class names; -1 = there is a truth column a label.</summary>
    internal int Class { get; init; } = -1;

    internal static CsvLayout FromHeader(string? line, PredictionColumns columns, string source)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            throw new InvalidPredictionsException(
                source, ["line 1: the file is empty. It needs a header: case_id,patient_id,fold,y_<label>…,p_<label>…"]);
        }
        if (line.AsSpan().IndexOfAny('\0', '\uFFFD') >= 0)
        {
            throw new InvalidPredictionsException(
                source, ["line 1: this is no text in UTF-8. Give a CSV file; save a spreadsheet or an older text as CSV UTF-8."]);
        }
        var fields = new Range[line.AsSpan().Count(',') + 1];
        var count = CsvLine.Split(line, fields);
        var header = fields.Take(Math.Max(count, 0)).Select(field => CsvLine.Text(line.AsSpan(field))).ToList();
        var errors = new List<string>();
        if (count < 0)
        {
            errors.Add("line 1: a quote is opened and not closed.");
        }
        errors.AddRange(header.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1)
            .Select(group => $"line 1: column '{group.Key}' occurs {group.Count()} times."));
        var classColumn = columns is { Truths: [var one], Scores.Count: > 1 } ? one : null;
        var (labels, truths, scores) = classColumn is null
            ? LabelColumns(header, columns, errors)
            : ([.. columns.Scores!.Select(Bare)], [], [.. columns.Scores!]);
        int Find(string name)
        {
            var at = header.IndexOf(name);
            if (at < 0)
            {
                errors.Add($"line 1: there is no column '{name}'. The columns are: {string.Join(", ", header)}.");
            }
            return at;
        }
        if (header.Count == 1 && line.AsSpan().IndexOfAny(';', '\t') >= 0)
        {
            throw new InvalidPredictionsException(
                source, ["line 1: the fields are not separated by commas. Save the file with commas, and decimal points in its numbers."]);
        }
        var layout = new CsvLayout
        {
            Header = header,
            Labels = labels,
            Case = Find(columns.Case),
            Patient = columns.Patient == columns.Case ? header.IndexOf(columns.Case) : Find(columns.Patient),
            Fold = columns.Fold is null ? header.IndexOf("fold") : Find(columns.Fold),
            Truths = Array.ConvertAll(truths, Find),
            Scores = Array.ConvertAll(scores, Find),
            Class = classColumn is null ? -1 : Find(classColumn),
        };
        return errors.Count == 0 ? layout : throw new InvalidPredictionsException(source, errors);
    }

    private static (string[] Labels, string[] Truths, string[] Scores) LabelColumns(
        List<string> header, PredictionColumns columns, List<string> errors)
    {
        if (columns.Truths is null && columns.Scores is null)
        {
            var labels = header
                .Where(name => name.StartsWith("y_", StringComparison.Ordinal) || name.StartsWith("p_", StringComparison.Ordinal))
                .Select(name => name[2..]).Distinct(StringComparer.Ordinal).ToArray();
            if (labels.Length == 0)
            {
                errors.Add($"line 1: there is no y_<label> or p_<label> column. The columns are: {string.Join(", ", header)}. Name the "
                    + "label and score columns, or rename them.");
            }
            return (labels, Array.ConvertAll(labels, name => "y_" + name), Array.ConvertAll(labels, name => "p_" + name));
        }
        var truths = columns.Truths ?? [.. columns.Scores!.Select(name => "y_" + Bare(name))];
        var scores = columns.Scores ?? [.. truths.Select(name => "p_" + Bare(name))];
        if (truths.Count != scores.Count)
        {
            errors.Add($"{truths.Count} label column(s) but {scores.Count} score column(s) were named. Name as many of each, in the same "
                + "order.");
            return ([], [], []);
        }
        return ([.. truths.Select(Bare)], [.. truths], [.. scores]);
    }

    private static string Bare(string name) =>
        name.StartsWith("y_", StringComparison.Ordinal) || name.StartsWith("p_", StringComparison.Ordinal) ? name[2..] : name;
}
