using MedTrain.Evaluation.Intervals;

namespace MedTrain.Evaluation.Tests.Intervals;

public class BootstrapIntervals
{
    private static readonly SampleSize Size = new(10, 4, 8);

    [Fact]
    public void Percentile_and_basic_mirror_each_other()
    {
        double[] replicates = [.. Enumerable.Range(0, 101).Select(i => i / 100.0)];
        var percentile = BootstrapInterval.Make(0.6, replicates, IntervalMethod.Percentile, 0.9, Size);
        var basic = BootstrapInterval.Make(0.6, replicates, IntervalMethod.Basic, 0.9, Size);
        Assert.Equal((0.05, 0.95), (Math.Round(percentile.Lower, 12), Math.Round(percentile.Upper, 12)));
        Assert.Equal((0.25, 1.15), (Math.Round(basic.Lower, 12), Math.Round(basic.Upper, 12)));
        Assert.Equal((10, 4, 8), (basic.Count, basic.Positives, basic.Patients));
    }

    [Fact]
    public void Undefined_replicates_are_counted_and_too_many_give_no_interval()
    {
        double[] some = [0.1, 0.2, double.NaN, 0.4];
        var estimate = BootstrapInterval.Make(0.2, some, IntervalMethod.Percentile, 0.95, Size);
        Assert.True(estimate.HasInterval);
        Assert.Equal(1, estimate.Degenerate);

        double[] most = [0.1, double.NaN, double.NaN, double.NaN];
        var without = BootstrapInterval.Make(0.2, most, IntervalMethod.Percentile, 0.95, Size);
        Assert.False(without.HasInterval);
        Assert.Equal("no interval: undefined in 3 of 4 replicates", without.Method);
    }

    [Fact]
    public void One_patient_gives_no_interval() =>
        Assert.False(BootstrapInterval.Make(0.2, [0.2, 0.2], IntervalMethod.Percentile, 0.95, new SampleSize(5, 2, 1)).HasInterval);
}
