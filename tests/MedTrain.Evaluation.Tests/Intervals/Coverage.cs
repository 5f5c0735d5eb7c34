using MedTrain.Evaluation.Distributions;
using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;

namespace MedTrain.Evaluation.Tests.Intervals;

/// <summary>How often 95 % intervals hold the true ROC area 0.8 in 2,000 simulated studies of 200 patients.</summary>
[Trait("Tier", "slow")]
public class Coverage
{
    private const int Studies = 2000, Patients = 200, Replicates = 1000;

    private const double TrueArea = 0.8;

    [Theory]
    [InlineData(IntervalMethod.Percentile)]
    [InlineData(IntervalMethod.Basic)]
    [InlineData(IntervalMethod.Bca)]
    public void Bootstrap_intervals_cover_the_truth(IntervalMethod method)
    {
        var share = Share((sample, study) =>
        {
            var quantities = new Quantities();
            quantities.Add(MetricTable.Find("roc_auc"), sample);
            var number = quantities.On(new ResamplingPlan(Patients, Replicates, study) { LeaveOut = method == IntervalMethod.Bca })[0];
            var estimate = (Estimate)BootstrapInterval.Make(number, method, 0.95, SampleSize.Of(sample));
            return (estimate.Lower, estimate.Upper);
        });
        Assert.InRange(share, 0.93, 0.97);
    }

    [Fact]
    public void DeLong_intervals_cover_the_truth()
    {
        var share = Share((sample, _) =>
        {
            var interval = DeLong.Of(sample).Interval(0, 0.95)!;
            return (interval.Lower, interval.Upper);
        });
        Assert.InRange(share, 0.93, 0.97);
    }

    /// <summary>Three identical images a patient: intervals by patient keep their level, which intervals by image would not.</summary>
    [Fact]
    public void DeLong_by_patient_covers_the_truth_with_several_images_a_patient()
    {
        var share = Share((sample, _) =>
        {
            T[] Thrice<T>(T[] values) => [.. values, .. values, .. values];
            var images = new BinarySample(Thrice(sample.Scores), Thrice(sample.Positive), Thrice(sample.Called), Thrice(sample.Patients));
            var interval = DeLong.Of(images).Interval(0, 0.95)!;
            return (interval.Lower, interval.Upper);
        });
        Assert.InRange(share, 0.93, 0.97);
    }

    private static double Share(Func<BinarySample, int, (double Lower, double Upper)> interval)
    {
        var shift = Math.Sqrt(2) * Normal.Quantile(TrueArea);
        var covered = 0;
        Parallel.For(0, Studies, study =>
        {
            var random = new Random(study);
            bool[] positive = [.. Enumerable.Range(0, Patients).Select(i => i % 5 < 2)];
            double[] scores = [.. positive.Select(one => Normal.Quantile(random.NextDouble()) + (one ? shift : 0))];
            var (lower, upper) = interval(new BinarySample(scores, positive, positive), study);
            Interlocked.Add(ref covered, lower <= TrueArea && TrueArea <= upper ? 1 : 0);
        });
        return (double)covered / Studies;
    }
}
