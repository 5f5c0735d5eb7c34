namespace MedTrain.Data.Cohorts;

/// <summary>Which cases a split must keep together: those of a patient, and of patients that share a value of a group column.</summary>
internal static class SplitUnits
{
    /// <summary>The cohort with the name of its unit in place of each case's patient.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="config">Unit and group columns.</param>
    /// <param name="allowLeakage">A unit that the given parts tear apart becomes one unit a part, instead of being drawn into one.</param>
    public static Cohort Of(Cohort cohort, SplitConfig config, bool allowLeakage)
    {
        var units = config.Unit == SplitUnit.Case ? [.. cohort.Cases.Select(one => one.CaseId)] : Joined(cohort, config.Groups);
        if (allowLeakage)
        {
            units = TornApart(cohort, units);
        }
        return new Cohort(cohort.Source, cohort.Task, cohort.LabelNames, [.. cohort.Cases.Select((one, index) => one with { PatientId = units[index] })]);
    }

    private static string[] Joined(Cohort cohort, IReadOnlyList<string> columns)
    {
        var parent = new Dictionary<string, string>(StringComparer.Ordinal);
        string Root(string key)
        {
            while (parent.TryGetValue(key, out var above) && above != key)
            {
                key = above;
            }
            return key;
        }
        foreach (var one in cohort.Cases)
        {
            foreach (var column in columns.Where(column => one.Columns.GetValueOrDefault(column, "").Length > 0))
            {
                var (a, b) = (Root("p\t" + one.PatientId), Root($"g\t{column}\t{one.Columns[column]}"));
                parent[a] = a;
                parent[b] = a;
            }
        }
        // A unit is called by its first patient in ordinal order, so that joining nothing changes nothing.
        var name = cohort.PatientIds.GroupBy(patient => Root("p\t" + patient)).ToDictionary(unit => unit.Key, unit => unit.Min(StringComparer.Ordinal)!);
        return [.. cohort.Cases.Select(one => name[Root("p\t" + one.PatientId)])];
    }

    private static string[] TornApart(Cohort cohort, string[] units)
    {
        var torn = Enumerable.Range(0, units.Length)
            .Where(index => cohort.Cases[index].GivenPart is not null)
            .GroupBy(index => units[index], StringComparer.Ordinal)
            .Where(unit => unit.Select(index => cohort.Cases[index].GivenPart).Distinct().Count() > 1)
            .Select(unit => unit.Key)
            .ToHashSet(StringComparer.Ordinal);
        return [.. units.Select((unit, index) => torn.Contains(unit) ? $"{unit}\t{cohort.Cases[index].GivenPart}" : unit)];
    }
}
