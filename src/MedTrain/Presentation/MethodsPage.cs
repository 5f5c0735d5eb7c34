using MedTrain.Evaluation.Reports;

namespace MedTrain.Presentation;

/// <summary>A methods paragraph in every form.</summary>
internal static class MethodsPage
{
    /// <summary>The paragraph as text, wrapped for no one; JSON and CSV hold it under <c>methods</c>.</summary>
    public static PublishedReport Of(string paragraph)
    {
        var text = paragraph.Trim();
        var table = new ReportTable("Methods", ["methods"], [[text]]);
        return new PublishedReport(() => JsonOutput.Text(new { Methods = text }), () => table, [], []) { Text = text };
    }
}
