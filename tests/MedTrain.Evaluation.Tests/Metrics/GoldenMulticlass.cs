using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Samples;

namespace MedTrain.Evaluation.Tests.Metrics;

public class GoldenMulticlass
{
    private static readonly (string Metric, string Key)[] Keys =
    [
        ("class_accuracy", "accuracy"), ("class_balanced_accuracy", "balanced_accuracy"), ("class_mcc", "mcc"), ("class_kappa", "kappa"),
        ("class_kappa_linear", "kappa_linear"), ("class_kappa_quadratic", "kappa_quadratic"), ("class_f1", "macro_f1"),
    ];

    public static TheoryData<string> Sets => Golden.Names("multiclass");

    [Theory]
    [MemberData(nameof(Sets))]
    public void Every_metric_equals_the_reference(string name)
    {
        var record = Golden.Record("multiclass", name);
        var sample = new MulticlassSample(record.GetProperty("classes").GetInt32(), record.Ints("truth"), record.Ints("pred"));
        foreach (var (metric, key) in Keys)
        {
            var expected = Golden.Double(record.GetProperty(key));
            var row = MetricTable.Find(metric);
            Assert.Equal(double.IsNaN(expected), row.WhyNot(sample) is not null);
            if (!double.IsNaN(expected))
            {
                Golden.Equal(expected, Some.Value(metric, sample));
            }
        }
    }
}
