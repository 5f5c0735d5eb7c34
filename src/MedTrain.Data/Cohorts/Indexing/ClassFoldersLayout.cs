using MedTrain.Data.Imaging;

namespace MedTrain.Data.Cohorts.Indexing;

/// <summary>One sub-folder of images a class, perhaps below train, val and test.</summary>
internal static class ClassFoldersLayout
{
    /// <summary>Reads the folder.</summary>
    public static void Read(IndexRequest request, IndexTable table)
    {
        foreach (var file in Directory.EnumerateFiles(request.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Where(ImageFormatTable.IsCandidate))
        {
            var parts = Path.GetRelativePath(request.Folder, file).Split('/', '\\');
            var part = SplitPartNames.Parse(parts[0]);
            if (parts.Length < (part is null ? 2 : 3))
            {
                continue; // beside the class folders
            }
            var row = new IndexRow(Path.GetFullPath(file));
            row["case_id"] = string.Join('/', parts);
            row["class"] = parts[part is null ? 0 : 1];
            if (part is { } given)
            {
                row["split"] = SplitPartNames.NameOf(given);
            }
            table.Rows.Add(row);
        }
    }
}
