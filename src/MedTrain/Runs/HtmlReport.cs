using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using MedTrain.Configuration;
using MedTrain.Evaluation.Figures;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Reports;
using MedTrain.Evaluation.Subgroups;
using MedTrain.Learning.Training;

namespace MedTrain.Runs;

/// <summary><c>report.html</c>: one page without outside parts that a person can read, print and send on.</summary>
internal static class HtmlReport
{
    private const string Style = """
        body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #222; }
        table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }
        td, th { padding: .25rem .7rem; border-bottom: 1px solid #ddd; text-align: right; white-space: nowrap; }
        td:first-child, th:first-child { text-align: left; }
        .text td { white-space: normal; text-align: left; }
        .figures { display: flex; flex-wrap: wrap; gap: 1rem; }
        figure { margin: 0; } pre { background: #f6f6f6; padding: 1rem; overflow-x: auto; } .wide { overflow-x: auto; }
        """;

    /// <summary>Writes the page of an evaluated run.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="config">Its experiment.</param>
    /// <param name="predictions">The predictions that were evaluated.</param>
    /// <param name="report">Their evaluation.</param>
    /// <param name="validation">Predictions on which thresholds are chosen if the config says so.</param>
    /// <param name="subgroups">One metric by columns such as sex and age.</param>
    public static void Write(
        RunFolder folder,
        ExperimentConfig config,
        PredictionTable predictions,
        EvaluationReport report,
        PredictionTable? validation,
        IReadOnlyList<SubgroupTable> subgroups)
    {
        var page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
        page.Append(CultureInfo.InvariantCulture, $"<title>{Encode(config.Name)}</title>\n<style>\n{Style}\n</style></head><body>\n<h1>{Encode(config.Name)}</h1>\n");
        Table(page, report.ToTable());
        Optional(page, report.FoldsTable());
        Optional(page, report.CalibrationTable());
        Optional(page, report.ThresholdsTable());
        foreach (var table in subgroups) { Table(page, table.ToTable()); }

        List(page, report.Notes);
        Section(page, "Methods");
        page.Append(CultureInfo.InvariantCulture, $"<p>{Encode(report.ToMethods())}</p>\n");
        Section(page, "Figures");
        page.Append("<div class=\"figures\">\n");
        foreach (var figure in FigureSet.Make(predictions, report.Config, validation))
        {
            page.Append("<figure>").Append(figure.Svg).Append("</figure>\n");
        }

        page.Append("</div>\n");
        Section(page, "Training");
        Table(page, Epochs(folder.Metrics));
        LearningRates(page, folder);
        Section(page, "All metrics");
        Table(page, report.ToTable(all: true));
        Optional(page, report.FormulaTable());
        Section(page, "Reporting checklists");
        Table(page, Checklist.ToTable(Checklist.Make(report, RunAnswers.Of(folder, config))), "text");
        Section(page, "Provenance");
        Preformatted(page, File.ReadAllText(folder.Provenance));
        Section(page, "Experiment");
        Preformatted(page, File.ReadAllText(folder.Config));
        page.Append("</body></html>\n");
        RunFolder.Write(folder.Report, page.ToString());
    }

    private static void LearningRates(StringBuilder page, RunFolder folder)
    {
        foreach (var file in folder.TrainedFolders().Select(network => Path.Combine(network, "learning-rates.csv")).Where(File.Exists))
        {
            var curve = LearningRateCurve.FromCsv(File.ReadLines(file));
            var title = $"Learning rate, {Path.GetRelativePath(folder.Path, Path.GetDirectoryName(file)!)}";
            page.Append("<figure>").Append(LearningRateFigure.ToSvg(title, curve.Points, curve.Smoothed(), curve.Steepest())).Append("</figure>\n");
        }
    }

    private static ReportTable Epochs(string file)
    {
        List<JsonElement> epochs = [.. File.ReadLines(file).Select(line => JsonDocument.Parse(line).RootElement)];
        string[] columns = [.. epochs.SelectMany(epoch => epoch.EnumerateObject().Select(field => field.Name)).Distinct().Except(["fold", "epoch"])];
        var rows = epochs.Select(epoch => (IReadOnlyList<string>)
            [$"fold {Number(epoch, "fold")}, epoch {Number(epoch, "epoch")}", .. columns.Select(column => Number(epoch, column))]);
        return new ReportTable("", ["", .. columns.Select(column => column.Replace('_', ' '))], [.. rows]);
    }

    private static string Number(JsonElement epoch, string key) =>
        epoch.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble().ToString("0.#####", CultureInfo.InvariantCulture) : "–";

    private static void Optional(StringBuilder page, ReportTable table)
    {
        if (table.Rows.Count > 0) { Table(page, table); }
    }

    private static void Table(StringBuilder page, ReportTable table, string kind = "wide")
    {
        page.Append(CultureInfo.InvariantCulture, $"<div class=\"{kind}\"><p>{Encode(table.Title)}</p><table>\n");
        Row(page, "th", table.Columns);
        foreach (var row in table.Rows)
        {
            Row(page, "td", row);
        }

        page.Append("</table></div>\n");
    }

    private static void Row(StringBuilder page, string tag, IReadOnlyList<string> cells) =>
        page.Append("<tr>").Append(string.Concat(cells.Select(cell => $"<{tag}>{Encode(cell)}</{tag}>"))).Append("</tr>\n");

    private static void List(StringBuilder page, IReadOnlyList<string> items) =>
        page.Append("<ul>").Append(string.Concat(items.Select(item => $"<li>{Encode(item)}</li>"))).Append("</ul>\n");

    private static void Section(StringBuilder page, string title) => page.Append(CultureInfo.InvariantCulture, $"<h2>{title}</h2>\n");

    private static void Preformatted(StringBuilder page, string text) => page.Append(CultureInfo.InvariantCulture, $"<pre>{Encode(text)}</pre>\n");

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
