using Spectre.Console;

namespace MedTrain.Presentation;

/// <summary>
/// Prints tables. On a terminal a table of numbers that is too wide is printed in parts below each other, each with the first column,
/// and text is wrapped; in a pipe or file tables are as wide as they need, and nothing is cut off.
/// </summary>
internal static class TextTable
{
    private const int WidthInPipes = 4096;

    /// <summary>Writes a table with a title; in <paramref name="rightAligned"/> are the indices of the columns that hold numbers.</summary>
    public static void Write(
        TextWriter output, string title, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows, params int[] rightAligned)
    {
        var body = rows.ToList();
        if (title.Length > 0) { output.WriteLine(title); }

        var isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        // Text is wrapped within its column, which numbers with their intervals are not.
        var isNumbers = rightAligned.Length >= columns.Count - 1;
        int[] all = [.. Enumerable.Range(0, columns.Count)];
        foreach (var part in isTerminal && isNumbers ? Parts(columns, body, AnsiConsole.Profile.Width) : [all])
        {
            WritePart(
                output,
                isTerminal,
                [.. part.Select(index => columns[index])],
                body.Select(row => (IReadOnlyList<string>)[.. part.Select(index => row[index])]),
                [.. part.Select((index, place) => (index, place)).Where(one => rightAligned.Contains(one.index)).Select(one => one.place)]);
        }
    }

    /// <summary>The columns of each part of at most <paramref name="width"/>: the first, and as many others as go beside it.</summary>
    internal static IReadOnlyList<int[]> Parts(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows, int width)
    {
        // The border takes two signs at the left, and three between columns.
        int Width(int column) => 3 + Math.Max(columns[column].Length, rows.Select(row => row[column].Length).DefaultIfEmpty().Max());
        var parts = new List<List<int>>();
        var used = int.MaxValue;
        for (var column = 1; column < columns.Count; column++)
        {
            if (used > width - Width(column))
            {
                parts.Add([0]);
                used = 2 + Width(0);
            }

            parts[^1].Add(column);
            used += Width(column);
        }

        return parts.Count == 0 ? [[0]] : [.. parts.Select(part => part.ToArray())];
    }

    private static void WritePart(
        TextWriter output, bool isTerminal, string[] columns, IEnumerable<IReadOnlyList<string>> rows, int[] rightAligned)
    {
        var table = new Table { Border = TableBorder.Simple };
        for (var index = 0; index < columns.Length; index++)
        {
            var column = new TableColumn(new Text(columns[index], new Style(decoration: Decoration.Bold)));
            table.AddColumn(rightAligned.Contains(index) ? column.RightAligned() : column);
        }

        foreach (var row in rows) { table.AddRow(row.Select(cell => new Text(cell))); }

        if (isTerminal) { AnsiConsole.Write(table); return; }

        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        console.Profile.Width = WidthInPipes;
        console.Write(table);
        foreach (var line in text.ToString().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0))
        {
            output.WriteLine(line);
        }
    }
}
