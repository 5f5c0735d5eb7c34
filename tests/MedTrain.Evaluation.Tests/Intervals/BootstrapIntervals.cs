using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Resampling;

namespace MedTrain.Evaluation.Tests.Intervals;

public class BootstrapIntervals
{
    private static readonly SampleSize Size = new(10, 4, 8);

    [Fact]
    public void Percentile_and_basic_mirror_each_other()
    {
        double[] replicates = [.. Enumerable.Range(0, 101).Select(i => i / 100.0)];
        var percentile = Made(0.6, replicates, IntervalMethod.Percentile, 0.9);
        var basic = Made(0.6, replicates, IntervalMethod.Basic, 0.9);
        Assert.Equal((0.05, 0.95), (Math.Round(percentile.Lower, 12), Math.Round(percentile.Upper, 12)));
        Assert.Equal((0.25, 1.15), (Math.Round(basic.Lower, 12), Math.Round(basic.Upper, 12)));
        Assert.Equal((10, 4, 8), (basic.Count, basic.Positives, basic.Patients));
    }

    [Fact]
    public void Undefined_replicates_are_counted_and_too_many_give_no_interval()
    {
        double[] some = [0.1, 0.2, double.NaN, 0.4];
        var estimate = Made(0.2, some, IntervalMethod.Percentile, 0.95);
        Assert.True(estimate.HasInterval);
        Assert.Equal(1, estimate.Degenerate);

        double[] most = [0.1, double.NaN, double.NaN, double.NaN];
        var without = Made(0.2, most, IntervalMethod.Percentile, 0.95);
        Assert.False(without.HasInterval);
        Assert.Equal("no interval: undefined in 3 of 4 replicates", without.Method);
    }

    [Fact]
    public void One_patient_gives_no_interval() =>
        Assert.False(Made(0.2, [0.2, 0.2], IntervalMethod.Percentile, 0.95, new SampleSize(5, 2, 1)).HasInterval);

    [Fact]
    public void An_undefined_value_is_not_computable() => Assert.IsType<NotComputable>(
        BootstrapInterval.Make(new Resampled(double.NaN, [0.1], []), IntervalMethod.Percentile, 0.95, Size));

    /// <summary>Variance of the spatial test data: Efron and Tibshirani 1993, section 14.2 give â = 0.061 and the BCa interval (115.8,
    /// 259.6) at 90 %.</summary>
    [Fact]
    public void Bca_reproduces_the_published_spatial_test_example()
    {
        double[] a = [48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41];
        static double Variance(IEnumerable<double> values)
        {
            var mean = values.Average();
            return values.Average(value => (value - mean) * (value - mean));
        }
        var random = new Random(1);
        var replicates = Enumerable.Range(0, 20000).Select(_ => Variance([.. a.Select(_ => a[random.Next(26)])])).ToArray();
        var leftOut = Enumerable.Range(0, 26).Select(i => Variance([.. a.Where((_, j) => j != i)])).ToArray();
        Array.Sort(replicates);

        var correction = BiasCorrected.From(Variance(a), replicates, leftOut);
        var interval = (Estimate)BootstrapInterval.Make(new Resampled(Variance(a), replicates, leftOut), IntervalMethod.Bca, 0.9,
            new SampleSize(26, null, 26));

        Assert.Equal(171.5, Variance(a), 0.05);
        Assert.Equal(0.061, correction.Acceleration, 0.0005);
        Assert.Equal(0.146, correction.Bias, 0.06);    // theirs is from 2,000 replicates: standard error 0.028
        Assert.Equal(115.8, interval.Lower, 2.0);
        Assert.Equal(259.6, interval.Upper, 4.0);
    }

    [Fact]
    public void Bca_without_bias_and_skewness_is_the_percentile_interval()
    {
        var correction = new BiasCorrected(0, 0);
        Assert.Equal(0.025, correction.Corrected(0.025), 14);
        Assert.Equal(0.975, correction.Corrected(0.975), 14);
    }

    /// <summary>The jackknife of a mean is its textbook standard error, s / √n.</summary>
    [Fact]
    public void Jackknife_of_a_mean()
    {
        double[] values = [3, 5, 1, 9, 4, 6, 2, 8];
        double n = values.Length, mean = values.Average(), s = Math.Sqrt(values.Sum(x => (x - mean) * (x - mean)) / (n - 1));
        double[] leftOut = [.. values.Select(x => (n * mean - x) / (n - 1))];
        var interval = (Estimate)BootstrapInterval.Make(new Resampled(mean, values, leftOut), IntervalMethod.Jackknife, 0.95, new SampleSize(8, null, 8));
        Assert.Equal(1.959963984540054 * s / Math.Sqrt(n), interval.Upper - mean, 1e-12);
        Assert.Equal("jackknife by patient", interval.Method);
    }

    private static Estimate Made(double value, double[] replicates, IntervalMethod method, double level, SampleSize? size = null) =>
        (Estimate)BootstrapInterval.Make(new Resampled(value, replicates, []), method, level, size ?? Size);
}
