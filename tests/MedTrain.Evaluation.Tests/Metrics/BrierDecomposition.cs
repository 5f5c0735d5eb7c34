namespace MedTrain.Evaluation.Tests.Metrics;

public class BrierDecomposition
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_parts_add_up_where_each_bin_has_one_probability(int seed)
    {
        // Scores 0.05, 0.15 … 0.95: one value a bin.
        var some = Some.Binary(seed, cases: 200, patients: 200, levels: 10);
        var sample = new Evaluation.Samples.BinarySample([.. some.Scores.Select(score =>
            Math.Min(0.95, Math.Floor(score * 10) / 10 + 0.05))], some.Positive, some.Called);
        double Value(string metric) => Some.Value(metric, sample);
        Assert.Equal(Value("brier"), Value("brier_reliability") - Value("brier_resolution") + Value("brier_uncertainty"), 12);
    }
}
