namespace MedTrain.Data.Cohorts.Indexing;

/// <summary>Adds the columns of tables to the images.</summary>
internal static class TableJoin
{
    /// <summary>The columns by which a table that a person names is joined: all of a row that it has.</summary>
    private static readonly string[][] UsualKeys = [["participant_id", "session_id"], ["participant_id"], ["patient_id", "session"], ["patient_id"], ["case_id"]];

    /// <summary>Adds the recipe's tables and those that were typed.</summary>
    public static void Add(IndexRequest request, IndexTable table)
    {
        foreach (var join in request.Recipe.Tables)
        {
            var files = FilePattern.Find(request.Folder, join.File);
            if (files.Count == 0)
            {
                table.Problems.Add($"there is no file '{join.File}' in {request.Folder}");
            }
            Join(table, [.. files.SelectMany(file => NamedRows.Read(file, table.Problems))], join.On, join.File);
        }
        foreach (var file in request.Tables)
        {
            if (!File.Exists(file))
            {
                table.Problems.Add($"there is no file '{file}'");
                continue;
            }
            var rows = NamedRows.Read(file, table.Problems).ToList();
            var keys = UsualKeys.FirstOrDefault(keys => keys.All(key => rows.Count > 0 && rows[0].ContainsKey(key) && table.Rows.Any(row => row[key].Length > 0)));
            if (keys is null)
            {
                table.Problems.Add($"{file} has none of the columns participant_id, patient_id and case_id, by which it could be joined to the images");
                continue;
            }
            Join(table, rows, keys.ToDictionary(key => key), file);
        }
    }

    private static void Join(IndexTable table, List<Dictionary<string, string>> rows, IReadOnlyDictionary<string, string> on, string file)
    {
        var lacking = on.Values.Where(column => rows.Count == 0 || !rows[0].ContainsKey(column)).ToList();
        if (lacking.Count > 0)
        {
            table.Problems.Add($"{file} lacks the column{(lacking.Count > 1 ? "s" : "")} {string.Join(", ", lacking)}");
            return;
        }
        var byKey = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var key = Key(on.Values.Select(column => row[column]));
            if (!byKey.TryAdd(key, row) && on.Values.All(column => row[column].Length > 0))
            {
                table.Problems.Add($"{file} has two rows for {string.Join(", ", on.Values.Select(column => $"{column} {row[column]}"))}");
            }
        }
        var unmatched = 0;
        foreach (var image in table.Rows)
        {
            if (!byKey.TryGetValue(Key(on.Keys.Select(column => image[column])), out var row))
            {
                unmatched++;
                continue;
            }
            foreach (var (column, value) in row.Where(entry => !image.Values.ContainsKey(entry.Key)))
            {
                image[column] = value;
            }
        }
        if (unmatched == table.Rows.Count)
        {
            table.Problems.Add($"{file} has no row for any image (compared: {string.Join(", ", on.Select(pair => $"{pair.Key} with {pair.Value}"))})");
        }
        else if (unmatched > 0)
        {
            table.Warnings.Add($"{file} has no row for {unmatched} of {table.Rows.Count} images; their columns stay blank");
        }
    }

    private static string Key(IEnumerable<string> values) => string.Join('\t', values.Select(value => value.TrimStart('0')));
}
