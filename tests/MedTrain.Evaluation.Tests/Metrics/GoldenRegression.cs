using System.Text.Json;
using MedTrain.Evaluation.Metrics;

namespace MedTrain.Evaluation.Tests.Metrics;

public class GoldenRegression
{
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
        foreach (var metric in (string[])["mae", "rmse", "pearson_r"])
        {
            var row = MetricTable.All.Single(one => one.Name == metric);
            var value = Golden.Double(expected.GetProperty(metric));
            Assert.Equal(double.IsNaN(value), row.WhyNot(sample) is not null);
            if (!double.IsNaN(value))
            {
                Golden.Equal(value, Some.Value(metric, sample));
            }
        }
    }
}
