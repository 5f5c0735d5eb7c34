using MedTrain.Data.Imaging;

namespace MedTrain.Data.Cohorts.Indexing;

/// <summary>
/// Brain Imaging Data Structure (https://bids.neuroimaging.io) and Clinica's CAPS: <c>[subjects/]sub-*/[ses-*/]…/name_suffix.nii.gz</c>, one
/// image a visit. participants.tsv and sessions.tsv beside them are joined.
/// </summary>
internal static class BidsLayout
{
    private const int Listed = 8;

    /// <summary>Reads the folder; several candidates for a visit are a problem that lists them.</summary>
    public static void Read(IndexRequest request, IndexTable table)
    {
        var root = table.Layout == IndexLayout.Caps ? Path.Combine(request.Folder, "subjects") : request.Folder;
        string[] subjects = Directory.Exists(root) ? Directory.GetDirectories(root, "sub-*") : [];
        foreach (var subject in subjects.Order(StringComparer.Ordinal))
        {
            foreach (var file in Directory.EnumerateFiles(subject, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                if (ImageFormatTable.IsCandidate(file) && !file.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && IsWanted(request.Recipe, root, file))
                {
                    table.Rows.Add(RowOf(root, file));
                }
            }
        }
        RefuseChoices(request, table);
        AddParticipants(request, table);
    }

    private static bool IsWanted(IndexRecipe recipe, string root, string file) =>
        (recipe.Suffix is not { } suffix || SuffixOf(file) == suffix)
        && (recipe.Contains is not { } text || Path.GetRelativePath(root, file).Contains(text, StringComparison.Ordinal));

    private static IndexRow RowOf(string root, string file)
    {
        var parts = Path.GetRelativePath(root, file).Split('/', '\\');
        var row = new IndexRow(Path.GetFullPath(file));
        row["patient_id"] = row["participant_id"] = parts[0];
        if (Array.Find(parts, part => part.StartsWith("ses-", StringComparison.Ordinal) && part != parts[^1]) is { } session)
        {
            row["session"] = row["session_id"] = session;
        }
        row["case_id"] = Stem(parts[^1]);
        row["suffix"] = SuffixOf(file);
        return row;
    }

    private static void RefuseChoices(IndexRequest request, IndexTable table)
    {
        var suffixes = table.Rows.CountBy(row => row["suffix"]).OrderByDescending(entry => entry.Value).ToList();
        if (request.Every || table.Rows.Count == 0)
        {
            return;
        }
        if (suffixes.Count > 1)
        {
            table.Problems.Add($"the images are of several kinds: {string.Join(", ", suffixes.Select(entry => $"{entry.Key} ({entry.Value})"))}; choose one with --suffix, or take all with --every");
            return;
        }
        var unclear = table.Rows.GroupBy(row => (row["patient_id"], row["session"])).Where(visit => visit.Count() > 1).ToList();
        table.Problems.AddRange(unclear.Select(visit =>
            $"{visit.Key.Item1} {visit.Key.Item2} has {visit.Count()} {visit.First()["suffix"]} images: {string.Join(", ", visit.Take(Listed).Select(row => row["case_id"]))}; "
            + "choose with --contains, or take all with --every"));
    }

    private static void AddParticipants(IndexRequest request, IndexTable table)
    {
        var participants = Path.Combine(request.Folder, "participants.tsv");
        var rows = File.Exists(participants) ? NamedRows.Read(participants, table.Problems) : [];
        var byId = rows.Where(row => row.ContainsKey("participant_id")).GroupBy(row => row["participant_id"]).ToDictionary(group => group.Key, group => group.First());
        foreach (var image in table.Rows)
        {
            var own = byId.GetValueOrDefault(image["participant_id"]) ?? byId.GetValueOrDefault(image["participant_id"].Replace("sub-", "", StringComparison.Ordinal)) ?? [];
            foreach (var (column, value) in own.Where(entry => !image.Values.ContainsKey(entry.Key)))
            {
                image[column] = value;
            }
        }
    }

    private static string Stem(string name) => name[..name.IndexOf('.', StringComparison.Ordinal)];

    private static string SuffixOf(string file) => Stem(Path.GetFileName(file)).Split('_')[^1];
}
