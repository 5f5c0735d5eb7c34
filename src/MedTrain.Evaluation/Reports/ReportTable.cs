using System.Text;
using MedTrain.Evaluation.Predictions;

namespace MedTrain.Evaluation.Reports;

/// <summary>A table as text, for whoever prints or writes it.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Columns">Headings.</param>
/// <param name="Rows">Cells, as many a row as there are headings.</param>
public sealed record ReportTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>The same table with rows and columns exchanged.</summary>
    public ReportTable Transposed() => new(
        Title,
        [Columns[0], .. Rows.Select(row => row[0])],
        [.. Enumerable.Range(1, Columns.Count - 1).Select(i => (IReadOnlyList<string>)[Columns[i], .. Rows.Select(row => row[i])])]);

    /// <summary>The table as CSV (RFC 4180).</summary>
    public string ToCsv()
    {
        var text = new StringBuilder();
        foreach (var row in (IEnumerable<IReadOnlyList<string>>)[Columns, .. Rows])
        {
            for (var i = 0; i < row.Count; i++)
            {
                CsvLine.Append(i == 0 ? text : text.Append(','), row[i]);
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    /// <summary>The table as Markdown; all columns but the first are right-aligned.</summary>
    public string ToMarkdown()
    {
        var rule = Columns.Select((_, i) => i == 0 ? "---" : "---:").ToArray();
        var text = new StringBuilder();
        foreach (var row in (IEnumerable<IReadOnlyList<string>>)[Columns, rule, .. Rows])
        {
            text.Append("| ").AppendJoin(" | ", row.Select(cell => cell.Replace("|", "\\|"))).Append(" |\n");
        }
        return text.ToString();
    }

    /// <summary>The table as LaTeX (packages booktabs and, for the caption, nothing more).</summary>
    public string ToLatex()
    {
        var text = new StringBuilder("\\begin{table}\n\\caption{").Append(Latex(Title)).Append("}\n\\begin{tabular}{l");
        text.Append('r', Columns.Count - 1).Append("}\n\\toprule\n");
        text.AppendJoin(" & ", Columns.Select(Latex)).Append(" \\\\\n\\midrule\n");
        foreach (var row in Rows)
        {
            text.AppendJoin(" & ", row.Select(Latex)).Append(" \\\\\n");
        }
        return text.Append("\\bottomrule\n\\end{tabular}\n\\end{table}\n").ToString();
    }

    private static string Latex(string cell)
    {
        var text = new StringBuilder();
        foreach (var one in cell)
        {
            text.Append(one switch
            {
                '&' or '%' or '$' or '#' or '_' or '{' or '}' => $"\\{one}",
                '~' => "\\textasciitilde{}",
                '^' => "\\textasciicircum{}",
                '\\' => "\\textbackslash{}",
                '<' => "$<$",
                '>' => "$>$",
                '≤' => "$\\le$",
                '≥' => "$\\ge$",
                '²' => "$^2$",
                '±' => "$\\pm$",
                // A bracket after a row's end would be read as an option of it.
                '[' => "{[}",
                _ => one.ToString(),
            });
        }
        return text.ToString();
    }
}
