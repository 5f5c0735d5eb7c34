using MedTrain.Evaluation.Reports;

namespace MedTrain.Presentation;

/// <summary>One result in every form in which it can be printed.</summary>
/// <param name="Json">The result as JSON.</param>
/// <param name="Numbers">One row a number, with every digit.</param>
/// <param name="Tables">The tables for people; those without rows are left out.</param>
/// <param name="Notes">What a reader must know beside the numbers, one sentence each.</param>
internal sealed record PublishedReport(
    Func<string> Json, Func<ReportTable> Numbers, IReadOnlyList<ReportTable> Tables, IReadOnlyList<string> Notes)
{
    /// <summary>What people read instead of the tables (Markdown and LaTeX too, where there are no tables); null = the tables.</summary>
    public string? Text { get; init; }

    /// <summary>Prints the result.</summary>
    public void Write(ReportFormat format, TextWriter output)
    {
        var tables = Tables.Where(table => table.Rows.Count > 0).ToList();
        var hasNoTable = format is ReportFormat.Markdown or ReportFormat.Latex && tables.Count == 0;
        if (Text is not null && (format == ReportFormat.Tables || hasNoTable))
        {
            output.WriteLine(Text);
            return;
        }

        switch (format)
        {
            case ReportFormat.Json:
                output.Write(Json());
                break;
            case ReportFormat.Csv:
                output.Write(Numbers().ToCsv());
                break;
            case ReportFormat.Markdown:
                output.Write(string.Join('\n', tables.Select(table => $"**{table.Title}**\n\n{table.ToMarkdown()}")));
                output.Write(string.Concat(Notes.Select((note, index) => $"{(index == 0 ? "\n" : "")}- {note}\n")));
                break;
            case ReportFormat.Latex:
                output.Write(string.Join('\n', tables.Select(table => table.ToLatex())));
                output.Write(string.Concat(Notes.Select(note => $"% {note}\n")));
                break;
            default:
                WriteText(tables, output);
                break;
        }
    }

    private void WriteText(List<ReportTable> tables, TextWriter output)
    {
        foreach (var (index, table) in tables.Index())
        {
            if (index > 0) { output.WriteLine(); }

            TextTable.Write(output, table.Title, table.Columns, table.Rows, [.. Enumerable.Range(1, table.Columns.Count - 1)]);
        }

        foreach (var note in Notes) { output.WriteLine("Note: " + note); }
    }
}
