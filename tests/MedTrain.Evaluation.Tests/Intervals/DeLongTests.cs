using System.Text.Json;
using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Samples;

namespace MedTrain.Evaluation.Tests.Intervals;

public class DeLongTests
{
    public static TheoryData<string> Sets => Golden.Names("binary");

    public static TheoryData<string> Pairs => Golden.Names("paired_delong");

    [Theory]
    [MemberData(nameof(Sets))]
    public void Variance_and_interval_equal_the_reference(string name)
    {
        var record = Golden.Record("binary", name);
        var expected = record.GetProperty("expected");
        if (expected.ValueKind != JsonValueKind.Object || !expected.TryGetProperty("delong_var", out var variance))
        {
            return;
        }
        var delong = DeLong.Of(Sample(record.Doubles("scores"), record.Bools("labels")));
        Golden.Equal(expected.GetProperty("roc_auc").GetDouble(), delong.Area(0));
        Golden.Equal(Golden.Double(variance), delong.Covariance(0, 0));
        var interval = delong.Interval(0, 0.95);
        Assert.Equal(expected.TryGetProperty("delong_ci95", out var ends), interval is not null);
        if (interval is not null)
        {
            Golden.Equal(ends[0].GetDouble(), interval.Lower);
            Golden.Equal(ends[1].GetDouble(), interval.Upper);
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Paired_test_equals_the_reference(string name)
    {
        var record = Golden.Record("paired_delong", name);
        var truth = record.Bools("labels");
        var delong = DeLong.Of(Sample(record.Doubles("scores_a"), truth), Sample(record.Doubles("scores_b"), truth));
        var test = delong.Test(0, 1);
        for (var i = 0; i < 2; i++)
        {
            Golden.Equal(record.Doubles("auc")[i], delong.Area(i));
            for (var j = 0; j < 2; j++)
            {
                Golden.Equal(record.GetProperty("cov")[i][j].GetDouble(), delong.Covariance(i, j));
            }
        }
        Golden.Equal(Golden.Double(record.GetProperty("difference")), test.Difference);
        Golden.Equal(Golden.Double(record.GetProperty("var_difference")), test.Variance);
        Golden.Equal(Golden.Double(record.GetProperty("z")), test.Z);
        Golden.Equal(Golden.Double(record.GetProperty("p_two_sided")), test.P);
    }

    [Fact]
    public void Copies_of_cases_within_patients_do_not_add_certainty()
    {
        var record = Golden.Record("binary", "random_50");
        double[] scores = record.Doubles("scores");
        bool[] truth = record.Bools("labels");
        var once = DeLong.Of(Sample(scores, truth));
        var thrice = DeLong.Of(new BinarySample(
            [.. scores, .. scores, .. scores], [.. truth, .. truth, .. truth], new bool[150],
                [.. Enumerable.Range(0, 150).Select(i => i % 50)]));
        Assert.Equal(once.Covariance(0, 0), thrice.Covariance(0, 0), 1e-12);
    }

    [Fact]
    public void Other_cases_are_refused() =>
        Assert.Throws<ArgumentException>(() => DeLong.Of(Sample([0.1, 0.2], [true, false]), Sample([0.1, 0.2], [false, true])));

    private static BinarySample Sample(double[] scores, bool[] positive) => new(scores, positive, new bool[scores.Length]);
}
