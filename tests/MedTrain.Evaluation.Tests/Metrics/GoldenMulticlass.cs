using MedTrain.Evaluation.Metrics;

namespace MedTrain.Evaluation.Tests.Metrics;

public class GoldenMulticlass
{
    public static TheoryData<string> Sets => Golden.Names("multiclass");

    [Theory]
    [MemberData(nameof(Sets))]
    public void Every_metric_equals_the_reference(string name)
    {
        var record = Golden.Record("multiclass", name);
        var sample = new MulticlassSample(record.GetProperty("classes").GetInt32(), record.Ints("truth"), record.Ints("pred"));
        foreach (var (metric, key) in ((string, string)[])[("class_accuracy", "accuracy"), ("class_balanced_accuracy", "balanced_accuracy")])
        {
            Golden.Equal(Golden.Double(record.GetProperty(key)), Some.Value(metric, sample));
        }
    }
}
