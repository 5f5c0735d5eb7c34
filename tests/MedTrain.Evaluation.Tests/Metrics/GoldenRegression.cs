using System.Text.Json;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Samples;

namespace MedTrain.Evaluation.Tests.Metrics;

public class GoldenRegression
{
    private static readonly (string Metric, string Key, double Unit)[] Keys =
    [
        ("mae", "mae", 1), ("rmse", "rmse", 1), ("pearson_r", "pearson_r", 1), ("r2", "r2", 1), ("cs_5", "cs5_percent", 100),
        ("mean_error", "mean_error_pred_minus_truth", 1),
    ];

    public static TheoryData<string> Sets => Golden.Names("regression");

    [Theory]
    [MemberData(nameof(Sets))]
    public void Every_metric_equals_the_reference(string name)
    {
        var record = Golden.Record("regression", name);
        var expected = record.GetProperty("expected");
        if (expected.ValueKind == JsonValueKind.String)
        {
            Assert.Throws<ArgumentException>(() => new RegressionSample(record.Doubles("truth"), record.Doubles("pred")));
            return;
        }
        var sample = new RegressionSample(record.Doubles("truth"), record.Doubles("pred"));
        foreach (var (metric, key, unit) in Keys)
        {
            var row = MetricTable.Find(metric);
            var value = Golden.Double(expected.GetProperty(key)) / unit;
            Assert.Equal(double.IsNaN(value), row.WhyNot(sample) is not null);
            if (!double.IsNaN(value))
            {
                Golden.Equal(value, Some.Value(metric, sample));
            }
        }
    }
}
