namespace MedTrain.Data.Cohorts.Indexing;

/// <summary>Holds what is there against what a data set's makers say.</summary>
internal static class CountRules
{
    /// <summary>Every expected count with what was found.</summary>
    public static IReadOnlyList<CountCheck> Check(ExpectedCounts expected, IndexTable table)
    {
        var checks = new List<CountCheck>();
        if (expected.Images is { } images)
        {
            checks.Add(new CountCheck("images", images, table.Rows.Count));
        }
        if (expected.Patients is { } patients)
        {
            checks.Add(new CountCheck("patients", patients, Patients(table.Rows)));
        }
        checks.AddRange(expected.Parts.Select(part => new CountCheck(
            $"{part.Key} images", part.Value, table.Rows.Count(row => SplitPartNames.Parse(row["split"]) == SplitPartNames.Parse(part.Key)))));
        checks.AddRange(expected.Counts.Select(count => new CountCheck($"images with {count.Key}", count.Value, With(table, count.Key).Count)));
        checks.AddRange(expected.PatientCounts.Select(count => new CountCheck($"patients with {count.Key}", count.Value, Patients(With(table, count.Key)))));
        return checks;
    }

    private static int Patients(IEnumerable<IndexRow> rows) => rows.Select(row => row["patient_id"]).Distinct(StringComparer.Ordinal).Count();

    private static List<IndexRow> With(IndexTable table, string condition)
    {
        var parts = condition.Split('=', 2);
        return [.. table.Rows.Where(row => row[parts[0]] == parts[^1])];
    }
}
