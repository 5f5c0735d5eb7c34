using MedTrain.Evaluation.Reports;

namespace MedTrain.Presentation;

/// <summary>Prints the result of an evaluation.</summary>
internal static class ReportPrinter
{
    /// <summary>Prints <paramref name="report"/> as JSON, or as a table followed by what a reader must know beside it.</summary>
    public static void Print(EvaluationReport report, bool json, TextWriter output)
    {
        if (json) { output.Write(report.ToJson()); return; }

        var table = report.ToTable();
        TextTable.Write(output, table.Title, table.Columns, table.Rows, [.. Enumerable.Range(1, table.Columns.Count - 1)]);
        foreach (var note in report.Notes) { output.WriteLine("Note: " + note); }
    }
}
