using MedTrain.Data.Cohorts;

namespace MedTrain.Data.Tests.Cohorts;

public class ContextEncodingTests
{
    [Fact]
    public void Quantities_are_standardised_and_categories_become_one_number_a_level_by_the_training_part_alone()
    {
        var cohort = CohortOf([.. Enumerable.Range(0, 10).Select(index => ($"{50 + index}", index < 8 ? index % 2 == 0 ? "F" : "M" : "X"))]);

        var encoding = ContextEncoding.Fit(cohort, [0, 1, 2], ["age", "sex"]);

        Assert.Equal(4, encoding.Width);
        Assert.Equal([-1, 0, 1, 0], Encode(encoding, "50", "F"));
        Assert.Equal([8, 0, 0, 0], Encode(encoding, "59", "X"));
        Assert.Equal([0, 1, 0, 1], Encode(encoding, "", "M"));
    }

    [Fact]
    public void What_is_unknown_in_the_training_part_counts_for_nothing()
    {
        var cohort = CohortOf([("", "F"), .. Enumerable.Range(0, 10).Select(index => ($"{50 + index}", "M"))]);

        var encoding = ContextEncoding.Fit(cohort, [0, 1, 2, 3], ["age"]);

        Assert.Equal((51, 1), (encoding.Columns[0].Mean, encoding.Columns[0].Deviation));
    }

    private static float[] Encode(ContextEncoding encoding, string age, string sex) => encoding.Encode(column => column == "age" ? age : sex);

    private static Cohort CohortOf((string Age, string Sex)[] rows) => new(
        "manifest.csv", LabelTask.Binary, ["x"],
        [.. rows.Select((row, index) => new Case(
            $"c{index}", $"p{index}", $"/images/{index}.png", [index % 2],
            new Dictionary<string, string> { ["age"] = row.Age, ["sex"] = row.Sex }, index + 2))]);
}
