using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Subgroups;

namespace MedTrain.Evaluation.Tests.Subgroups;

public class SubgroupTables
{
    private static readonly EvaluationConfig Quick = new() { Replicates = 500 };

    [Fact]
    public void Groups_have_their_value_and_the_difference_from_the_rest()
    {
        var table = Some.Multilabel(1, cases: 300, labels: 2, patients: 300, unknown: 0);
        string?[] sex = [.. Enumerable.Range(0, 300).Select(i => i % 20 == 0 ? null : i % 2 == 0 ? "F" : "M")];
        var result = SubgroupTable.Make(table, "sex", sex, config: Quick);
        Assert.Equal(15, result.Unknown);
        Assert.Equal([("finding0", "F"), ("finding0", "M"), ("finding1", "F"), ("finding1", "M")],
            result.Rows.Select(row => (row.Label!, row.Group)));
        var (women, men) = (result.Rows[0], result.Rows[1]);
        Assert.Equal(((Estimate)women.Value).Value - ((Estimate)men.Value).Value, ((Estimate)women.Difference).Value, 12);
        Assert.Equal((double)women.Value.Positives!.Value / women.Value.Count, women.Prevalence, 12);
        Assert.Equal(4, result.ToTable().Rows.Count);
        using var json = System.Text.Json.JsonDocument.Parse(result.ToJson());
        Assert.Equal(4, json.RootElement.GetProperty("rows").GetArrayLength());
    }

    [Fact]
    public void Bands_are_shown_from_low_to_high_and_in_the_table_of_all_numbers()
    {
        var table = Some.Multilabel(1, cases: 300, labels: 1, patients: 300, unknown: 0);
        double[] edges = [40, 60];
        string?[] bands = [.. Enumerable.Range(0, 300).Select(i => AgeBands.Of(20 + i % 60, edges))];
        var result = SubgroupTable.Make(table, "age", bands, config: Quick, order: AgeBands.Names(edges));
        Assert.Equal(["< 40", "40–59", "≥ 60"], result.Rows.Select(row => row.Group));

        var numbers = Evaluator.Evaluate(table, Quick with { Metrics = ["roc_auc"] }).ToLongTable([result]);
        Assert.Equal(6, numbers.Rows.Count(row => row[^2] == "age"));
        Assert.All(numbers.Rows, row => Assert.Equal(numbers.Columns.Count, row.Count));
    }

    [Fact]
    public void Small_groups_are_called_too_few()
    {
        var table = Some.Multilabel(2, cases: 200, labels: 1, unknown: 0);
        string[] site = [.. Enumerable.Range(0, 200).Select(i => i < 12 ? "small" : "large")];
        var rows = SubgroupTable.Make(table, "site", site, config: Quick).Rows;
        Assert.StartsWith("in the rest, too few", Assert.IsType<NotComputable>(rows[0].Difference).Reason, StringComparison.Ordinal);
        Assert.IsType<Estimate>(rows[0].Value);
        Assert.StartsWith("too few: ", Assert.IsType<NotComputable>(rows[1].Value).Reason, StringComparison.Ordinal);
        Assert.Throws<EvaluationException>(() => SubgroupTable.Make(table, "site", ["one"], config: Quick));
    }

    [Theory]
    [InlineData(39.9, "< 40")]
    [InlineData(40, "40–59")]
    [InlineData(60, "≥ 60")]
    [InlineData(double.NaN, null)]
    public void Ages_fall_into_bands(double age, string? expected) => Assert.Equal(expected, AgeBands.Of(age, [40, 60]));
}
