using System.Text;

namespace MedTrain.Evaluation.Predictions;

/// <summary>What else a CSV file says about its cases, such as sex, site or age: text by case id.</summary>
public sealed class CaseColumns
{
    private readonly Dictionary<string, string[]> _values;
    private readonly IReadOnlyList<string> _names;

    private CaseColumns(IReadOnlyList<string> names, Dictionary<string, string[]> values) => (_names, _values) = (names, values);

    /// <summary>Reads some columns of a CSV file.</summary>
    /// <param name="path">The file (UTF-8).</param>
    /// <param name="caseColumn">Its column of case ids.</param>
    /// <param name="names">The columns to read.</param>
    /// <exception cref="InvalidPredictionsException">A column is missing, or a line cannot be read; every problem is listed.</exception>
    public static CaseColumns Read(string path, string caseColumn, IReadOnlyList<string> names)
    {
        using var text = new StreamReader(path, Encoding.UTF8);
        var header = CsvLine.Fields(text.ReadLine() ?? "") ?? [];
        var errors = names.Prepend(caseColumn).Distinct(StringComparer.Ordinal).Where(name => !header.Contains(name))
            .Select(name => $"line 1: there is no column '{name}'. The columns are: {string.Join(", ", header)}.").ToList();
        var at = names.Select(name => Array.IndexOf(header, name)).ToArray();
        var (id, values) = (Array.IndexOf(header, caseColumn), new Dictionary<string, string[]>(StringComparer.Ordinal));
        for (var (line, number) = (text.ReadLine(), 2); line is not null && at.All(one => one >= 0) && id >= 0; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                if (CsvLine.Fields(line) is { } fields && fields.Length == header.Length)
                {
                    values[fields[id]] = Array.ConvertAll(at, one => fields[one]);
                }
                else
                {
                    errors.Add($"line {number}: it must have {header.Length} fields as the header has, with every quote closed.");
                }
            }
            line = text.ReadLine();
        }
        return errors.Count == 0 ? new CaseColumns(names, values) : throw new InvalidPredictionsException(path, errors);
    }

    /// <summary>One column in the order of <paramref name="caseIds"/>; null where the file lacks the case or the value.</summary>
    /// <param name="name">A column that was read.</param>
    /// <param name="caseIds">The cases.</param>
    public IReadOnlyList<string?> Of(string name, IEnumerable<string> caseIds)
    {
        var at = _names.ToList().IndexOf(name);
        return [.. caseIds.Select(id => _values.TryGetValue(id, out var row) && !string.IsNullOrWhiteSpace(row[at]) ? row[at] : null)];
    }
}
