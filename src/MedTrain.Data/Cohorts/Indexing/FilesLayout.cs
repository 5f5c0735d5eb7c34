using MedTrain.Data.Imaging;

namespace MedTrain.Data.Cohorts.Indexing;

/// <summary>Every image file that matches a pattern; what its name tells is read by <see cref="NameGroups"/>.</summary>
internal static class FilesLayout
{
    /// <summary>Reads the folder.</summary>
    public static void Read(IndexRequest request, IndexTable table)
    {
        foreach (var file in FilePattern.Find(request.Folder, request.Recipe.Files).Where(ImageFormatTable.IsCandidate))
        {
            var row = new IndexRow(Path.GetFullPath(file));
            row["case_id"] = Path.GetRelativePath(request.Folder, file);
            table.Rows.Add(row);
        }
    }
}
