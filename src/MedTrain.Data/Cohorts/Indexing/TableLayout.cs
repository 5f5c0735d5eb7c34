namespace MedTrain.Data.Cohorts.Indexing;

/// <summary>A CSV or TSV table names the images.</summary>
internal static class TableLayout
{
    /// <summary>Reads the rows; the column that tells the table's own file name is <c>table</c>.</summary>
    public static void Read(IndexRequest request, IndexTable table)
    {
        var byName = new Lazy<ILookup<string, string>>(() => Directory.EnumerateFiles(request.Folder, "*", SearchOption.AllDirectories)
            .ToLookup(file => Path.GetFileName(file), StringComparer.Ordinal));
        var missing = 0;
        foreach (var pattern in request.Recipe.Rows)
        {
            var files = FilePattern.Find(request.Folder, pattern);
            if (files.Count == 0)
            {
                table.Problems.Add($"there is no file '{pattern}' in {request.Folder}; it must name the images");
            }
            foreach (var file in files)
            {
                missing += ReadRows(request, file, byName, table);
            }
        }
        if (missing > 0 && table.Rows.Count > 0)
        {
            table.Warnings.Add($"{missing} rows of the table name images that are not in the folder; they are left out");
        }
    }

    private static int ReadRows(IndexRequest request, string file, Lazy<ILookup<string, string>> byName, IndexTable table)
    {
        var missing = 0;
        foreach (var values in NamedRows.Read(file, table.Problems))
        {
            if (!values.TryGetValue(request.Recipe.Image, out var name))
            {
                table.Problems.Add($"{file} has no column '{request.Recipe.Image}' that names the images; its columns are {string.Join(", ", values.Keys)}");
                return missing;
            }
            if (Locate(request.Folder, name, byName) is not { } path)
            {
                missing++;
                continue;
            }
            var row = new IndexRow(path);
            foreach (var (column, value) in values)
            {
                row[column] = value;
            }
            row["table"] = Path.GetFileNameWithoutExtension(file);
            table.Rows.Add(row);
        }
        return missing;
    }

    /// <summary>The path as given, without its first folder (which is often the data set's own), or by its bare name.</summary>
    private static string? Locate(string folder, string name, Lazy<ILookup<string, string>> byName)
    {
        if (name.Length == 0)
        {
            return null;
        }
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        string[] candidates = [Path.Combine(folder, name), .. slash > 0 ? [Path.Combine(folder, name[(slash + 1)..])] : Array.Empty<string>()];
        var there = candidates.FirstOrDefault(path => File.Exists(path) || Directory.Exists(path));
        return Path.GetFullPath(there ?? (slash < 0 ? byName.Value[name].FirstOrDefault() : null) ?? "/") is var path && path != "/" ? path : null;
    }
}
