using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace MedTrain.Data.Cohorts;

/// <summary>One line of a manifest.</summary>
/// <param name="Line">Line number, from 1.</param>
/// <param name="Fields">Its values, as many as the header has names.</param>
internal sealed record ManifestRow(int Line, string[] Fields);

/// <summary>A CSV file as header and rows of equal width, each row with its line number. Knows nothing of what the columns mean.</summary>
internal sealed class ManifestTable
{
    private readonly Dictionary<string, int> indexOfColumn = new(StringComparer.Ordinal);

    private ManifestTable(IReadOnlyList<string> header, IReadOnlyList<ManifestRow> rows)
    {
        Header = header;
        Rows = rows;
        for (var column = 0; column < header.Count; column++)
        {
            indexOfColumn.TryAdd(header[column], column);
        }
    }

    /// <summary>The column names; an unnamed column (a row index written by pandas) has an empty name.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>The rows that have as many fields as the header.</summary>
    public IReadOnlyList<ManifestRow> Rows { get; }

    /// <summary>The names of the named columns.</summary>
    public IEnumerable<string> Names => Header.Where(name => name.Length > 0);

    /// <summary>Index of a column, or null when the table lacks it.</summary>
    public int? IndexOf(string column) => indexOfColumn.TryGetValue(column, out var index) ? index : null;

    /// <summary>
    /// Reads a UTF-8 CSV file. The separator is a tab in <c>.tsv</c> files; otherwise a comma, or, when the header has no comma, the
    /// tab or semicolon that it has.
    /// </summary>
    /// <returns>The table with every well-formed row, or null when nothing of the file can be used.</returns>
    public static ManifestTable? Read(string file, ProblemList problems)
    {
        if (ReadText(file, problems) is not { } text)
        {
            return null;
        }
        var firstLine = text.AsSpan()[..Math.Max(0, text.AsSpan().IndexOfAny('\r', '\n') is var end && end < 0 ? text.Length : end)];
        var line = new StrongBox<int>(1);
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = SeparatorOf(file, firstLine),
            IgnoreBlankLines = false,
            TrimOptions = TrimOptions.Trim,
            BadDataFound = _ => problems.AddLine(
                line.Value, "stray quotes", "a quote is not closed, or stands inside a value; write such a value as \"…\" with inner quotes doubled"),
        };
        using var parser = new CsvParser(new StringReader(text), configuration);
        if (!parser.Read() || parser.Record is not { } header || header.All(string.IsNullOrEmpty))
        {
            problems.AddFile("is empty; the first line must hold the column names, such as case_id,patient_id,path,LABEL", 1);
            return null;
        }
        var repeated = header.Where(name => name.Length > 0).GroupBy(name => name).Where(group => group.Count() > 1).ToList();
        foreach (var group in repeated)
        {
            problems.AddFile($"column '{group.Key}' appears {group.Count()} times; rename or remove the others", 1);
        }
        return new ManifestTable(header, ReadRows(parser, header.Length, line, problems));
    }

    private static List<ManifestRow> ReadRows(CsvParser parser, int width, StrongBox<int> line, ProblemList problems)
    {
        var rows = new List<ManifestRow>();
        for (line.Value = parser.RawRow + 1; parser.Read(); line.Value = parser.RawRow + 1)
        {
            var fields = parser.Record!;
            if (fields.All(string.IsNullOrEmpty))
            {
                continue;
            }
            if (fields.Length != width)
            {
                problems.AddLine(line.Value, "wrong number of fields", $"has {fields.Length} fields, the header has {width}; put values that hold the separator in quotes");
                continue;
            }
            rows.Add(new ManifestRow(line.Value, fields));
        }
        if (rows.Count == 0 && problems.IsEmpty)
        {
            problems.AddFile("has a header but no cases; add one line per image");
        }
        return rows;
    }

    private static string SeparatorOf(string file, ReadOnlySpan<char> header)
    {
        if (file.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase))
        {
            return "\t";
        }
        if (header.Contains(','))
        {
            return ",";
        }
        return header.Contains('\t') ? "\t" : header.Contains(';') ? ";" : ",";
    }

    private static string? ReadText(string file, ProblemList problems)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.AddConfig("data.manifest", $"'{file}' cannot be read: {error.Message}");
            return null;
        }
        if (bytes.AsSpan().StartsWith("PK"u8))
        {
            problems.AddFile("is a zip file or an Excel workbook, not CSV; save it as 'CSV UTF-8'");
            return null;
        }
        try
        {
            var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
            if (!text.Contains('\0', StringComparison.Ordinal))
            {
                return text.TrimStart('\uFEFF');
            }
            problems.AddFile("is not a text file (it holds zero bytes); save it as 'CSV UTF-8'");
        }
        catch (DecoderFallbackException error)
        {
            var line = 1 + bytes.AsSpan(0, Math.Clamp(error.Index, 0, bytes.Length)).Count((byte)'\n');
            problems.AddFile("is not UTF-8 text; save it as 'CSV UTF-8'", line);
        }
        return null;
    }
}
