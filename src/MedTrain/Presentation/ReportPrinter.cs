using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MedTrain.Evaluation.Curves;
using MedTrain.Evaluation.Reports;
using MedTrain.Evaluation.Subgroups;

namespace MedTrain.Presentation;

/// <summary>Prints the result of an evaluation.</summary>
internal static class ReportPrinter
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Prints <paramref name="report"/> as JSON, or as tables followed by what a reader must know beside them.</summary>
    public static void Print(EvaluationReport report, bool json, TextWriter output) =>
        new PublishedReport(report.ToJson, () => report.ToLongTable(), [report.ToTable(), report.FoldsTable()], report.Notes)
            .Write(json ? ReportFormat.Json : ReportFormat.Tables, output);

    /// <summary>All that <c>medtrain evaluate</c> can print.</summary>
    /// <param name="report">The numbers.</param>
    /// <param name="subgroups">The same by columns.</param>
    /// <param name="netBenefit">Net benefit, where it was asked for.</param>
    /// <param name="all">Every metric in the table, not only the core ones.</param>
    public static PublishedReport Publish(
        EvaluationReport report, IReadOnlyList<SubgroupTable> subgroups, NetBenefitTable? netBenefit, bool all) => new(
        () => Json(report, subgroups, netBenefit),
        () => report.ToLongTable(subgroups, netBenefit),
        [
            report.ToTable(all), .. all ? new[] { report.FormulaTable() } : [], report.ThresholdsTable(),
            report.CalibrationTable(), report.FoldsTable(), .. subgroups.Select(table => table.ToTable()),
            .. netBenefit is null ? Array.Empty<ReportTable>() : [netBenefit.ToTable()],
        ],
        report.Notes);

    private static string Json(EvaluationReport report, IReadOnlyList<SubgroupTable> subgroups, NetBenefitTable? netBenefit)
    {
        if (subgroups.Count == 0 && netBenefit is null) { return report.ToJson(); }

        var document = JsonNode.Parse(report.ToJson())!.AsObject();
        document["subgroups"] = new JsonArray([.. subgroups.Select(table => JsonNode.Parse(table.ToJson()))]);
        if (netBenefit is not null) { document["net_benefit"] = JsonNode.Parse(netBenefit.ToJson()); }

        return document.ToJsonString(Options) + "\n";
    }
}
