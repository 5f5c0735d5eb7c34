using MedTrain.Evaluation.Curves;
using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Predictions;

namespace MedTrain.Evaluation.Tests.Curves;

public class NetBenefitTables
{
    private static readonly EvaluationConfig Quick = new() { Replicates = 500 };

    [Fact]
    public void Values_are_those_of_the_definition()
    {
        var table = Some.Multilabel(1, cases: 300, labels: 2);
        var result = NetBenefitTable.Make(table, [0.4, 0.2], Quick);
        Assert.Equal([0.2, 0.4, 0.2, 0.4], result.Rows.Select(row => row.Threshold));
        var row = result.Rows[1];
        var known = Enumerable.Range(0, table.Count).Where(i => !double.IsNaN(table.Truth(0)[i])).ToArray();
        double Benefit(Func<int, bool> act) => known.Where(act).Sum(i => table.Truth(0)[i] == 1 ? 1 : -0.4 / 0.6) / known.Length;
        var (model, everybody) = (Benefit(i => table.Scores(0)[i] >= 0.4), Benefit(_ => true));
        Assert.Equal(model, ((Estimate)row.Model).Value, 12);
        Assert.Equal(everybody, ((Estimate)row.Everybody).Value, 12);
        Assert.Equal(model - Math.Max(0, everybody), ((Estimate)row.Gain).Value, 12);
        Assert.True(((Estimate)row.Gain).HasInterval);
        Assert.Equal(4, result.ToTable().Rows.Count);
        using var json = System.Text.Json.JsonDocument.Parse(result.ToJson());
        Assert.Equal(4, json.RootElement.GetProperty("rows").GetArrayLength());
    }

    [Fact]
    public void Scores_that_are_no_probabilities_have_none()
    {
        var table = Some.Multilabel(1, labels: 1);
        table = table.WithScores([[.. table.Scores(0).ToArray().Select(score => 10 * score)]]);
        Assert.IsType<NotComputable>(NetBenefitTable.Make(table, [0.5], Quick).Rows[0].Model);
        Assert.Throws<EvaluationException>(() => NetBenefitTable.Make(table, [0, 0.5], Quick));
        var ages = new PredictionTable(PredictionTask.Regression, ["age"], ["a"], ["a"], [0], [[1]], [[1]]);
        Assert.Throws<EvaluationException>(() => NetBenefitTable.Make(ages, [0.5], Quick));
    }
}
