using System.Text.Json;
using MedTrain.Evaluation.Curves;
using MedTrain.Evaluation.Thresholds;

namespace MedTrain.Evaluation.Tests.Curves;

public class RocCurves
{
    public static TheoryData<string> Sets => Golden.Names("binary");

    [Theory]
    [MemberData(nameof(Sets))]
    public void Points_and_Youden_threshold_equal_the_reference(string name)
    {
        var record = Golden.Record("binary", name);
        var expected = record.GetProperty("expected");
        if (expected.ValueKind != JsonValueKind.Object || !expected.TryGetProperty("youden", out var youden))
        {
            return;
        }
        double[] scores = record.Doubles("scores");
        bool[] truth = record.Bools("labels");
        Golden.Equal(youden.GetProperty("threshold").GetDouble(), ThresholdChoice.Choose(scores, truth, ThresholdRule.Youden, 0));
        if (expected.TryGetProperty("roc_curve", out var curve))
        {
            var points = RocCurve.Of(scores, truth);
            Assert.Equal(curve.Doubles("fpr"), points.Select(point => point.FalsePositiveRate));
            Assert.Equal(curve.Doubles("tpr"), points.Select(point => point.TruePositiveRate));
            Assert.Equal(curve.Doubles("threshold"), points.Select(point => point.Threshold));
        }
    }

    [Fact]
    public void A_target_is_reached_by_the_tightest_threshold()
    {
        double[] scores = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0];
        bool[] truth = [false, false, true, false, true, false, true, true, true, true];
        Assert.Equal(0.5, ThresholdChoice.Choose(scores, truth, ThresholdRule.Sensitivity, 5 / 6.0));
        Assert.Equal(0.3, ThresholdChoice.Choose(scores, truth, ThresholdRule.Sensitivity, 0.9));
        Assert.Equal(0.5, ThresholdChoice.Choose(scores, truth, ThresholdRule.Specificity, 0.75));
        var best = scores.Distinct().MaxBy(threshold => F1(scores, truth, threshold));
        Assert.Equal(F1(scores, truth, best), F1(scores, truth, ThresholdChoice.Choose(scores, truth, ThresholdRule.F1, 0)!.Value));
        Assert.Null(ThresholdChoice.Choose(scores, new bool[10], ThresholdRule.Youden, 0));
    }

    private static double F1(double[] scores, bool[] truth, double threshold)
    {
        var right = scores.Zip(truth).Count(pair => pair.First >= threshold && pair.Second);
        return 2.0 * right / (scores.Count(score => score >= threshold) + truth.Count(one => one));
    }
}
