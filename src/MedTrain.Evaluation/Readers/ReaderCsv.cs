using System.Globalization;
using System.Text;
using MedTrain.Evaluation.Predictions;

namespace MedTrain.Evaluation.Readers;

/// <summary>Readings as CSV: columns <c>reader</c>, <c>case_id</c>, <c>label</c>, <c>call</c> (0 or 1) and/or <c>score</c>, and optionally
/// <c>modality</c>.</summary>
public static class ReaderCsv
{
    private static readonly string[] Required = ["reader", "case_id", "label"];

    /// <summary>Whether a file is one of readings, by its header.</summary>
    /// <param name="path">A CSV file.</param>
    public static bool IsOne(string path)
    {
        using var reader = new StreamReader(path, Encoding.UTF8);
        return CsvLine.Fields(reader.ReadLine() ?? "") is { } header && header.Contains("reader");
    }

    /// <summary>Reads a readers file strictly.</summary>
    /// <param name="path">The file (UTF-8).</param>
    /// <exception cref="InvalidPredictionsException">Anything is wrong; every problem is listed with its line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<Reading> Read(string path)
    {
        using var reader = new StreamReader(path, Encoding.UTF8);
        return Read(reader, path);
    }

    /// <summary>Reads readings from any text; <paramref name="source"/> names it in errors.</summary>
    /// <inheritdoc cref="Read(string)" path="/exception"/>
    public static IReadOnlyList<Reading> Read(TextReader text, string source)
    {
        var errors = new List<string>();
        var header = CsvLine.Fields(text.ReadLine() ?? "") ?? [];
        errors.AddRange(Required.Where(name => !header.Contains(name))
            .Select(name => $"line 1: there is no column '{name}'. The columns are: {string.Join(", ", header)}."));
        if (!header.Contains("call") && !header.Contains("score"))
        {
            errors.Add($"line 1: there is neither a column 'call' (0 or 1) nor 'score'. The columns are: {string.Join(", ", header)}.");
        }
        if (errors.Count > 0)
        {
            throw new InvalidPredictionsException(source, errors);
        }
        var readings = new List<Reading>();
        var seen = new Dictionary<(string, string, string, string), int>();
        for (var (line, number) = (text.ReadLine(), 2); line is not null; (line, number) = (text.ReadLine(), number + 1))
        {
            if (!string.IsNullOrWhiteSpace(line) && Parse(line, number, header, errors) is { } reading)
            {
                readings.Add(reading);
                if (!seen.TryAdd((reading.Reader, reading.CaseId, reading.Label, reading.Modality), number))
                {
                    errors.Add($"line {number}: reader '{reading.Reader}' already read '{reading.Label}' of case '{reading.CaseId}' (line "
                        + $"{seen[(reading.Reader, reading.CaseId, reading.Label, reading.Modality)]}). Keep one.");
                }
            }
        }
        if (readings.Count == 0 && errors.Count == 0)
        {
            errors.Add("there is no reading.");
        }
        return errors.Count == 0 ? readings : throw new InvalidPredictionsException(source, errors);
    }

    private static Reading? Parse(string line, int number, string[] header, List<string> errors)
    {
        if (CsvLine.Fields(line) is not { } fields || fields.Length != header.Length)
        {
            errors.Add($"line {number}: it must have {header.Length} fields as the header has, with every quote closed.");
            return null;
        }
        string Field(string name) => Array.IndexOf(header, name) is >= 0 and var at ? fields[at] : "";
        var before = errors.Count;
        errors.AddRange(Required.Where(name => string.IsNullOrWhiteSpace(Field(name))).Select(name => $"line {number}: {name} is blank."));
        bool? call = Field("call") switch { "1" => true, "0" => false, _ => null };
        if (call is null && Field("call").Length > 0)
        {
            errors.Add($"line {number}: call is '{Field("call")}'. It must be 0 or 1.");
        }
        var isNumber = double.TryParse(Field("score"), NumberStyles.Float, CultureInfo.InvariantCulture, out var value);
        double? score = isNumber && double.IsFinite(value) ? value : null;
        if (score is null && Field("score").Length > 0)
        {
            errors.Add($"line {number}: score is '{Field("score")}'. It must be a finite number with a decimal point.");
        }
        if (errors.Count == before && call is null && score is null)
        {
            errors.Add($"line {number}: neither call nor score is given. Leave out what was not read.");
        }
        return errors.Count > before
            ? null
            : new Reading(Field("reader"), Field("case_id"), Field("label"), call, score, Field("modality"));
    }
}
