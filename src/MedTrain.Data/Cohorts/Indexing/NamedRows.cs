namespace MedTrain.Data.Cohorts.Indexing;

/// <summary>The rows of a CSV or TSV file as values by column name.</summary>
internal static class NamedRows
{
    /// <summary>Reads a file; what is wrong with it goes to <paramref name="problems"/>.</summary>
    public static IEnumerable<Dictionary<string, string>> Read(string file, List<string> problems)
    {
        var found = new ProblemList(file);
        var table = ManifestTable.Read(file, found);
        problems.AddRange(found.ToList().Select(problem => problem.ToString()));
        return table is null ? [] : table.Rows.Select(row => table.Header
            .Select((name, column) => (name, column)).Where(entry => entry.name.Length > 0).DistinctBy(entry => entry.name)
            .ToDictionary(entry => entry.name, entry => row.Fields[entry.column], StringComparer.Ordinal));
    }
}
