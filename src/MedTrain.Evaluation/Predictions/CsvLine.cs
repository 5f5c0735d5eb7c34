using System.Text;

namespace MedTrain.Evaluation.Predictions;

/// <summary>One line of a comma-separated file (RFC 4180, without line breaks inside quotes).</summary>
internal static class CsvLine
{
    /// <summary>Finds the fields of a line.</summary>
    /// <param name="line">The line without its line break.</param>
    /// <param name="fields">Receives the range of each field, quotes included; longer than any expected count is not needed.</param>
    /// <returns>The number of fields in the line, also beyond the length of <paramref name="fields"/>; -1 when a quote is not
    /// closed.</returns>
    internal static int Split(ReadOnlySpan<char> line, Span<Range> fields)
    {
        int count = 0, start = 0;
        while (true)
        {
            var end = FieldEnd(line, start);
            if (end < 0)
            {
                return -1;
            }
            if (count < fields.Length)
            {
                fields[count] = start..end;
            }
            count++;
            if (end == line.Length)
            {
                return count;
            }
            start = end + 1;
        }
    }

    /// <summary>The texts of all fields of a line; null when a quote is not closed.</summary>
    internal static string[]? Fields(string line)
    {
        var ranges = new Range[line.AsSpan().Count(',') + 1];
        var count = Split(line, ranges);
        return count < 0 ? null : [.. ranges.Take(count).Select(range => Text(line.AsSpan(range)))];
    }

    /// <summary>The text of a field: surrounding blanks and quotes removed, doubled quotes made single.</summary>
    internal static string Text(ReadOnlySpan<char> field)
    {
        field = field.Trim();
        return field is ['"', .., '"'] ? field[1..^1].ToString().Replace("\"\"", "\"") : field.ToString();
    }

    /// <summary>Appends a field, quoted where a reader would need it.</summary>
    internal static void Append(StringBuilder line, string text)
    {
        var quote = text.AsSpan().IndexOfAny(",\"\r\n") >= 0 || text.Length != text.Trim().Length;
        line.Append(quote ? $"\"{text.Replace("\"", "\"\"")}\"" : text);
    }

    private static int FieldEnd(ReadOnlySpan<char> line, int start)
    {
        var quoted = false;
        for (var at = start; at < line.Length; at++)
        {
            if (line[at] == '"')
            {
                quoted = !quoted;
            }
            else if (line[at] == ',' && !quoted)
            {
                return at;
            }
        }
        return quoted ? -1 : line.Length;
    }
}
