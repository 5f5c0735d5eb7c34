using MedTrain.Evaluation.Reports;

namespace MedTrain.Presentation;

/// <summary>A reporting checklist in every form.</summary>
internal static class ChecklistPage
{
    /// <summary>One row an item.</summary>
    public static PublishedReport Of(IReadOnlyList<ChecklistItem> items)
    {
        var table = Checklist.ToTable(items);
        return new PublishedReport(() => JsonOutput.Text(items), () => table, [table], []) { Text = string.Join('\n', items.Select(Line)) };
    }

    private static string Line(ChecklistItem item) => $"{item.Guideline} {item.Number}. {item.Topic}: {item.Answer ?? "(for the authors)"}";
}
