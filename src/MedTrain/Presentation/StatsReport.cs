using System.Globalization;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Imaging.Inspection;

namespace MedTrain.Presentation;

/// <summary>Prints what a cohort holds.</summary>
/// <param name="cohort">The cohort.</param>
/// <param name="labels">Its labels.</param>
/// <param name="groups">Its demographics.</param>
/// <param name="survey">Its images; null when they were not opened.</param>
/// <param name="duplicates">Groups of cases with the same image.</param>
/// <param name="warnings">What a careful person would look at.</param>
internal sealed class StatsReport(
    Cohort cohort, IReadOnlyList<LabelSummary> labels, IReadOnlyList<GroupSummary> groups, ImageSurvey? survey,
    IReadOnlyList<IReadOnlyList<string>> duplicates, IReadOnlyList<string> warnings)
{
    private const int ListedKinds = 10;
    private const int ListedDuplicates = 10;
    private const int BarWidth = 40;

    /// <summary>Prints tables.</summary>
    public void Write(TextWriter output)
    {
        output.WriteLine($"{cohort.Cases.Count} images of {cohort.PatientIds.Count} patients");
        WriteLabels(output);
        WriteGroups(output);
        if (survey is not null) { WriteImages(output, survey); }

        foreach (var group in duplicates.Take(ListedDuplicates)) { output.WriteLine($"Same image: {string.Join(", ", group)}"); }

        if (duplicates.Count > ListedDuplicates) { output.WriteLine($"… and {duplicates.Count - ListedDuplicates} more groups of the same image"); }

        foreach (var warning in warnings) { output.WriteLine("Warning: " + warning); }
    }

    /// <summary>Prints the same as JSON.</summary>
    public void WriteJson(TextWriter output) => JsonOutput.Write(output, new
    {
        Images = cohort.Cases.Count,
        Patients = cohort.PatientIds.Count,
        Labels = labels.Select(label => new
        {
            label.Count.Label, label.Count.Positive, label.Count.Negative, Missing = label.Count.Unknown, label.PositivePatients, label.KnownPatients,
        }),
        Groups = groups,
        Survey = survey,
        Duplicates = duplicates,
        Warnings = warnings,
    });

    private void WriteLabels(TextWriter output)
    {
        if (labels.Count == 0) { return; }

        if (cohort.Task == LabelTask.Regression)
        {
            TextTable.Write(output, "Labels", ["label", "known", "missing"], labels.Select(label => new[]
            {
                label.Count.Label, $"{label.Count.Positive}", $"{label.Count.Unknown}",
            }), 1, 2);
            return;
        }

        TextTable.Write(output, "Labels", ["label", "positive", "negative", "missing", "prevalence", "positive patients", "of"], labels.Select(label => new[]
        {
            label.Count.Label, $"{label.Count.Positive}", $"{label.Count.Negative}", $"{label.Count.Unknown}",
            Percent(label.Count.Positive, label.Count.Positive + label.Count.Negative), $"{label.PositivePatients}", $"{label.KnownPatients}",
        }), 1, 2, 3, 4, 5, 6);
    }

    private void WriteGroups(TextWriter output)
    {
        List<string> numbers = [.. groups.SelectMany(group => group.Numbers.Select(column => column.Column)).Distinct()];
        List<string> categories = [.. groups.SelectMany(group => group.Categories.Keys).Distinct()];
        TextTable.Write(output, "Patients at their first session", ["group", "subjects", "sessions", "images", .. numbers.Select(name => $"{name} mean ± SD [range]"), .. categories], groups.Select(group => (IReadOnlyList<string>)
        [
            group.Group, $"{group.Subjects}", $"{group.Sessions}", $"{group.Images}",
            .. numbers.Select(name => group.Numbers.FirstOrDefault(column => column.Column == name) is { } found ? Text(found) : ""),
            .. categories.Select(name => string.Join(", ", group.Categories.GetValueOrDefault(name, new Dictionary<string, int>()).Select(entry => $"{entry.Key} {entry.Value}"))),
        ]), 1, 2, 3);
    }

    private static void WriteImages(TextWriter output, ImageSurvey images)
    {
        WriteCounts(output, "kind", images.Kinds);
        WriteCounts(output, "size", images.Sizes);
        WriteCounts(output, "spacing (mm)", images.Spacings);
        var largest = images.Histogram.DefaultIfEmpty().Max();
        TextTable.Write(output, "Intensities", ["from", "to", "share of voxels", ""], images.Histogram.Select((share, bin) => new[]
        {
            Number(images.Edges[bin]), Number(images.Edges[bin + 1]), Percent(share, 1), new string('█', largest > 0 ? (int)Math.Round(BarWidth * share / largest) : 0),
        }), 0, 1, 2);
        foreach (var (warning, count) in images.Warnings) { output.WriteLine($"Reader's warning ({count} images): {warning}"); }

        foreach (var one in images.Unreadable) { output.WriteLine("Unreadable: " + one); }
    }

    private static void WriteCounts(TextWriter output, string name, IReadOnlyDictionary<string, int> counts)
    {
        var more = counts.Skip(ListedKinds).ToList();
        var rows = counts.Take(ListedKinds).Select(entry => new[] { entry.Key, $"{entry.Value}" })
            .Concat(more.Count > 0 ? [[$"{more.Count} others", $"{more.Sum(entry => entry.Value)}"]] : []);
        TextTable.Write(output, "", [name, "images"], rows, 1);
    }

    private static string Text(ColumnSummary column) => string.Create(
        CultureInfo.InvariantCulture, $"{column.Mean:0.0} ± {column.StandardDeviation:0.0} [{column.Minimum:0.#}, {column.Maximum:0.#}]");

    private static string Percent(double part, double whole) => whole == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{100 * part / whole:0.0} %");

    private static string Number(double value) => value.ToString("G5", CultureInfo.InvariantCulture);
}
