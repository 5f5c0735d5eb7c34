using System.Text.Json;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Samples;

namespace MedTrain.Evaluation.Tests.Metrics;

public class GoldenBinary
{
    private static readonly (string Key, string Metric)[] Keys =
    [
        ("roc_auc", "roc_auc"), ("average_precision", "average_precision"), ("pr_auc_trapezoid", "pr_auc"),
        ("brier", "brier"), ("log_loss_clip1e-7", "log_loss"),
        ("ece_pos_10", "ece_10"), ("mce_pos_10", "mce_10"), ("ece_pos_15", "ece_15"), ("mce_pos_15", "mce_15"),
        ("ece_top_10", "ece_top_10"), ("mce_top_10", "mce_top_10"), ("ece_top_15", "ece_top_15"), ("mce_top_15", "mce_top_15"),
    ];

    private static readonly (string Key, string Metric)[] CallKeys =
    [
        ("accuracy", "accuracy"), ("sensitivity", "sensitivity"), ("specificity", "specificity"), ("precision", "ppv"), ("npv", "npv"),
        ("f1", "f1"), ("balanced_accuracy", "balanced_accuracy"), ("mcc", "mcc"),
    ];

    public static TheoryData<string> Sets => Golden.Names("binary");

    [Theory]
    [MemberData(nameof(Sets))]
    public void Every_metric_equals_the_reference(string name)
    {
        var record = Golden.Record("binary", name);
        var expected = record.GetProperty("expected");
        var scores = record.Doubles("scores");
        var truth = record.Bools("labels");
        if (expected.ValueKind == JsonValueKind.String)
        {
            Assert.StartsWith("reject", expected.GetString(), StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => RocAuc.Compute(scores, truth));
            return;
        }
        var sample = new BinarySample(scores, truth, Array.ConvertAll(scores, score => score >= 0.5));
        foreach (var (key, metric) in Keys)
        {
            Same(expected, key, metric, sample);
        }
        var calls = expected.GetProperty("at_0.5");
        foreach (var (key, metric) in CallKeys)
        {
            Same(calls, key, metric, sample);
        }
        var cells = Confusion.Of(sample.Positive, sample.Called);
        Assert.Equal(
            ((string[])["tp", "fp", "fn", "tn"]).Select(key => calls.GetProperty(key).GetDouble()),
            [cells.TruePositives, cells.FalsePositives, cells.FalseNegatives, cells.TrueNegatives]);
    }

    [Fact]
    public void Bootstrap_with_given_draws_equals_the_reference()
    {
        var bootstrap = Golden.Section("bootstrap");
        var record = Golden.Record("binary", bootstrap.GetProperty("dataset").GetString()!);
        var scores = record.Doubles("scores");
        var draws = Enumerable.Range(0, bootstrap.GetProperty("replicates").GetInt32())
            .Select(b => Enumerable.Range(0, scores.Length).Select(j => (int)(scores.Length * Golden.Hashed((uint)j, $"boot.{b}")))
                .ToArray())
            .ToArray();
        var sample = new BinarySample(scores, record.Bools("labels"), new bool[scores.Length]);

        var replicates = Some.Replicates("roc_auc", sample, new GivenDraws(scores.Length, draws));

        Assert.Equal(bootstrap.GetProperty("skipped_single_class").GetInt32(), replicates.Count(double.IsNaN));
        Golden.Equal(bootstrap.GetProperty("mean_auc").GetDouble(), replicates.Average());
        Array.Sort(replicates);
        foreach (var percentile in bootstrap.GetProperty("percentiles").EnumerateObject())
        {
            var probability = double.Parse(percentile.Name, System.Globalization.CultureInfo.InvariantCulture) / 100;
            Golden.Equal(percentile.Value.GetDouble(), Evaluation.Intervals.Quantile.Of(replicates, probability));
        }
    }

    private static void Same(JsonElement expected, string key, string metric, BinarySample sample)
    {
        var row = MetricTable.Find(metric);
        if (!expected.TryGetProperty(key, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            Assert.NotNull(row.WhyNot(sample));
            return;
        }
        Assert.Null(row.WhyNot(sample));
        Golden.Equal(Golden.Double(value), Some.Value(metric, sample));
    }
}
