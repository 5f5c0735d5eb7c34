using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Samples;

namespace MedTrain.Evaluation.Tests.Metrics;

public class ScikitLearn
{
    public static TheoryData<string> BinarySets => Golden.ExtraNames("binary");

    public static TheoryData<string> MulticlassSets => Golden.ExtraNames("multiclass");

    public static TheoryData<string> RegressionSets => Golden.ExtraNames("regression");

    [Theory]
    [MemberData(nameof(BinarySets))]
    public void Binary_metrics_are_equal(string name)
    {
        var record = Golden.ExtraRecord("binary", name);
        var scores = record.Doubles("scores");
        var sample = new BinarySample(scores, record.Bools("labels"), Array.ConvertAll(scores, score => score >= 0.5));
        foreach (var metric in (string[])["partial_auc_10", "partial_auc_20", "kappa"])
        {
            Golden.Equal(record.GetProperty(metric).GetDouble(), Some.Value(metric, sample));
        }
    }

    [Theory]
    [MemberData(nameof(MulticlassSets))]
    public void Areas_and_probabilities_of_classes_are_equal(string name)
    {
        var record = Golden.ExtraRecord("multiclass", name);
        double[][] scores = [.. record.GetProperty("scores").EnumerateArray()
            .Select(column => column.EnumerateArray().Select(one => one.GetDouble()).ToArray())];
        var truth = record.Ints("truth");
        Golden.Equal(record.GetProperty("ovo").GetDouble(),
            Some.Value("class_auc_ovo", new MulticlassSample(scores.Length, truth, truth, scores)));
        int[] called = [.. truth.Select((_, i) => Enumerable.Range(0, scores.Length).MaxBy(k => scores[k][i]))];
        var sample = new MulticlassSample(scores.Length, truth, called, scores);
        foreach (var metric in (string[])["class_log_loss", "class_brier", "class_ece_10", "class_mce_10", "class_ece_15", "class_mce_15"])
        {
            Golden.Equal(record.GetProperty(metric).GetDouble(), Some.Value(metric, sample));
        }
        var areas = scores.Select((column, k) => RocAuc.Compute(column, Array.ConvertAll(truth, one => one == k))!.Value);
        Golden.Equal(record.GetProperty("ovr").GetDouble(), areas.Average());
    }

    [Theory]
    [MemberData(nameof(RegressionSets))]
    public void Regression_metrics_are_equal(string name)
    {
        var record = Golden.ExtraRecord("regression", name);
        var sample = new RegressionSample(record.Doubles("truth"), record.Doubles("pred"));
        foreach (var metric in (string[])["spearman_r", "r2", "lin_ccc", "concordance_index", "agreement_lower", "agreement_upper",
            "error_slope"])
        {
            Golden.Equal(record.GetProperty(metric).GetDouble(), Some.Value(metric, sample));
        }
    }
}
