using MedTrain.Data.Cohorts;

namespace MedTrain.Data.Tests.Cohorts;

public class CohortStatisticsTests
{
    [Fact]
    public void Demographics_count_each_patient_once_at_the_first_session()
    {
        // Two patients of one group: 70 (F, visits M00 and M12) and 80 (M); MMSE 28 and 24.
        var cohort = Cohort(("p1", "ses-M12", 71, "F", 20, 1), ("p1", "ses-M00", 70, "F", 28, 1), ("p2", "ses-M00", 80, "M", 24, 0), Filler());

        var group = CohortStatistics.Groups(cohort, "diagnosis").Single(one => one.Group == "AD");

        Assert.Equal((2, 3, 3), (group.Subjects, group.Sessions, group.Images));
        var age = group.Numbers.Single(column => column.Column == "age");
        Assert.Equal((75, 70, 80), (age.Mean, age.Minimum, age.Maximum));
        Assert.Equal(Math.Sqrt(50), age.StandardDeviation, 1e-12);
        Assert.Equal(26, group.Numbers.Single(column => column.Column == "mmse").Mean);
        Assert.Equal((1, 1), (group.Categories["sex"]["F"], group.Categories["sex"]["M"]));
    }

    [Fact]
    public void Labels_are_counted_by_image_and_by_patient_with_what_is_missing()
    {
        var cohort = Cohort(("p1", "", 1, "F", 1, 1), ("p1", "", 1, "F", 1, 0), ("p2", "", 1, "F", 1, 0), ("p3", "", 1, "F", 1, float.NaN));

        var label = Assert.Single(CohortStatistics.Labels(cohort));

        Assert.Equal((1, 2, 1), (label.Count.Positive, label.Count.Negative, label.Count.Unknown));
        Assert.Equal((1, 2), (label.PositivePatients, label.KnownPatients));
    }

    private static (string, string, double, string, double, float)[] Filler() =>
        [.. Enumerable.Range(0, 12).Select(i => ($"c{i}", "ses-M00", 50.0 + i, "M", 20.0 + i, 0f))];

    private static Cohort Cohort(params object[] rows)
    {
        var all = rows.SelectMany(row => row is (string, string, double, string, double, float)[] many ? many : [Widened(row)]).ToList();
        return new Cohort("m.csv", LabelTask.Binary, ["x"], [.. all.Select((row, index) => new Case(
            $"case{index}", row.Item1, $"/{index}", [row.Item6],
            new Dictionary<string, string>
            {
                ["session"] = row.Item2, ["age"] = $"{row.Item3}", ["sex"] = row.Item4, ["mmse"] = $"{row.Item5}", ["diagnosis"] = row.Item1.StartsWith('p') ? "AD" : "CN",
            },
            index + 2))]);
    }

    private static (string, string, double, string, double, float) Widened(object row) => row switch
    {
        (string a, string b, int c, string d, int e, int f) => (a, b, c, d, e, f),
        (string a, string b, int c, string d, int e, float f) => (a, b, c, d, e, f),
        _ => throw new ArgumentException($"{row}", nameof(row)),
    };
}
