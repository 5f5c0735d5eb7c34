namespace MedTrain.Data.Cohorts;

/// <summary>Mean, spread and range of a column over patients.</summary>
/// <param name="Column">The column.</param>
/// <param name="Count">Patients whose value is known.</param>
/// <param name="Mean">Mean.</param>
/// <param name="StandardDeviation">Standard deviation, with n − 1.</param>
/// <param name="Minimum">Smallest.</param>
/// <param name="Maximum">Largest.</param>
public sealed record ColumnSummary(string Column, int Count, double Mean, double StandardDeviation, double Minimum, double Maximum);

/// <summary>One group of patients, as a table of demographics shows it.</summary>
/// <param name="Group">The value of the grouping column.</param>
/// <param name="Subjects">Patients.</param>
/// <param name="Sessions">Visits: distinct pairs of patient and session.</param>
/// <param name="Images">Cases.</param>
/// <param name="Numbers">Numeric columns, at each patient's first case.</param>
/// <param name="Categories">Per categorical column the patients with each value, at each patient's first case.</param>
public sealed record GroupSummary(
    string Group, int Subjects, int Sessions, int Images, IReadOnlyList<ColumnSummary> Numbers,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> Categories);

/// <summary>A label over images and patients.</summary>
/// <param name="Count">Images that have it, lack it, or are unknown.</param>
/// <param name="PositivePatients">Patients with at least one image that has it.</param>
/// <param name="KnownPatients">Patients with at least one image of which it is known.</param>
public sealed record LabelSummary(LabelCount Count, int PositivePatients, int KnownPatients);

/// <summary>Counts and demographics of a cohort, from its manifest.</summary>
public static class CohortStatistics
{
    /// <summary>A column with more categories than this is a name, not a category.</summary>
    private const int MostCategories = 12;

    /// <summary>Labels with prevalence and missing values.</summary>
    public static IReadOnlyList<LabelSummary> Labels(Cohort cohort) =>
    [
        .. cohort.CountLabels().Select((count, label) => new LabelSummary(
            count,
            Patients(cohort.Cases.Where(one => one.Labels[label] > 0 || (cohort.Task == LabelTask.Regression && !float.IsNaN(one.Labels[label])))),
            Patients(cohort.Cases.Where(one => !float.IsNaN(one.Labels[label]))))),
    ];

    /// <summary>Demographics by group.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="by">The grouping column; null = all patients are one group. A patient whose value changes counts in each group.</param>
    public static IReadOnlyList<GroupSummary> Groups(Cohort cohort, string? by)
    {
        var columns = cohort.Cases.SelectMany(one => one.Columns.Keys).Distinct(StringComparer.Ordinal)
            .Where(column => column != by && column is not ("session" or "split")).ToList();
        var numeric = columns.Where(column => SplitBalance.IsNumeric(cohort, column)).ToList();
        var categorical = columns.Except(numeric).Where(column => Distinct(cohort, column) is > 0 and <= MostCategories).ToList();
        return
        [
            .. cohort.Cases.GroupBy(one => by is null ? "all" : one.Columns.GetValueOrDefault(by, "") is { Length: > 0 } value ? value : "(blank)")
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => Summarise(group.Key, [.. group], numeric, categorical)),
        ];
    }

    private static GroupSummary Summarise(string name, List<Case> cases, List<string> numeric, List<string> categorical)
    {
        // The first visit of each patient, by the session's name where there is one.
        var first = cases.GroupBy(one => one.PatientId, StringComparer.Ordinal)
            .Select(patient => patient.OrderBy(one => one.Columns.GetValueOrDefault("session", ""), StringComparer.Ordinal).First()).ToList();
        return new GroupSummary(
            name,
            first.Count,
            cases.Select(one => (one.PatientId, one.Columns.GetValueOrDefault("session", ""))).Distinct().Count(),
            cases.Count,
            [.. numeric.Select(column => Summarise(column, first)).OfType<ColumnSummary>()],
            categorical.ToDictionary(
                column => column,
                column => (IReadOnlyDictionary<string, int>)first.Select(one => one.Columns.GetValueOrDefault(column, "")).Where(value => value.Length > 0)
                    .CountBy(value => value).OrderBy(entry => entry.Key, StringComparer.Ordinal).ToDictionary(entry => entry.Key, entry => entry.Value)));
    }

    private static ColumnSummary? Summarise(string column, List<Case> patients)
    {
        var values = new List<double>();
        foreach (var one in patients)
        {
            if (SplitBalance.TryNumber(one.Columns.GetValueOrDefault(column, ""), out var number))
            {
                values.Add(number);
            }
        }
        return values.Count == 0 ? null
            : new ColumnSummary(column, values.Count, values.Average(), Math.Sqrt(Statistics.WelchTest.Variance(values)), values.Min(), values.Max());
    }

    private static int Distinct(Cohort cohort, string column) =>
        cohort.Cases.Select(one => one.Columns.GetValueOrDefault(column, "")).Where(value => value.Length > 0).Distinct(StringComparer.Ordinal).Count();

    private static int Patients(IEnumerable<Case> cases) => cases.Select(one => one.PatientId).Distinct(StringComparer.Ordinal).Count();
}
