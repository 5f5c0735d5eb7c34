using Spectre.Console;

namespace MedTrain.Presentation;

/// <summary>
/// Prints tables. On a terminal they fit its width; in a pipe or file they are as wide as they need, and nothing is cut off.
/// </summary>
internal static class TextTable
{
    private const int WidthInPipes = 4096;

    /// <summary>Writes a table with a title; in <paramref name="rightAligned"/> are the indices of the columns that hold numbers.</summary>
    public static void Write(
        TextWriter output, string title, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows, params int[] rightAligned)
    {
        var table = new Table { Border = TableBorder.Simple };
        for (var index = 0; index < columns.Count; index++)
        {
            var column = new TableColumn(new Text(columns[index], new Style(decoration: Decoration.Bold)));
            table.AddColumn(rightAligned.Contains(index) ? column.RightAligned() : column);
        }

        foreach (var row in rows) { table.AddRow(row.Select(cell => new Text(cell))); }

        if (title.Length > 0) { output.WriteLine(title); }

        if (ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected) { AnsiConsole.Write(table); return; }

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
