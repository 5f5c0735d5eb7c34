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

    [Fact]
    public void Bootstrap_intervals_cover_the_truth()
    {
        var methods = Enum.GetValues<IntervalMethod>();
        var covered = Count(methods.Length, (sample, study) =>
        {
            var quantities = new Quantities();
            quantities.Add(MetricTable.Find("roc_auc"), sample);
            var number = quantities.On(new ResamplingPlan(Patients, Replicates, study) { LeaveOut = true })[0];
            return Array.ConvertAll(methods, method =>
            {
                var estimate = (Estimate)BootstrapInterval.Make(number, method, 0.95, SampleSize.Of(sample));
                return (estimate.Lower, estimate.Upper);
            });
        });
        Assert.All(covered, share => Assert.InRange(share, 0.93, 0.97));
    }

    [Fact]
    public void DeLong_intervals_cover_the_truth()
    {
        var covered = Count(1, (sample, _) =>
        {
            var interval = DeLong.Of(sample).Interval(0, 0.95)!;
            return [(interval.Lower, interval.Upper)];
        });
        Assert.InRange(covered[0], 0.93, 0.97);
    }

    /// <summary>Three identical images a patient: intervals by patient keep their level, which intervals by image would not.</summary>
    [Fact]
    public void DeLong_by_patient_covers_the_truth_with_several_images_a_patient()
    {
        var covered = Count(1, (sample, _) =>
        {
            T[] Thrice<T>(T[] values) => [.. values, .. values, .. values];
            var images = new BinarySample(Thrice(sample.Scores), Thrice(sample.Positive), Thrice(sample.Called), Thrice(sample.Patients));
            var interval = DeLong.Of(images).Interval(0, 0.95)!;
            return [(interval.Lower, interval.Upper)];
        });
        Assert.InRange(covered[0], 0.93, 0.97);
    }

    /// <summary>The share of studies in which each interval holds the truth.</summary>
    private static double[] Count(int intervals, Func<BinarySample, int, (double Lower, double Upper)[]> make)
    {
        var shift = Math.Sqrt(2) * Normal.Quantile(TrueArea);
        var covered = new int[intervals];
        Parallel.For(0, Studies, study =>
        {
            var random = new Random(study);
            bool[] positive = [.. Enumerable.Range(0, Patients).Select(i => i % 5 < 2)];
            double[] scores = [.. positive.Select(one => Normal.Quantile(random.NextDouble()) + (one ? shift : 0))];
            var made = make(new BinarySample(scores, positive, positive), study);
            for (var i = 0; i < intervals; i++)
            {
                Interlocked.Add(ref covered[i], made[i].Lower <= TrueArea && TrueArea <= made[i].Upper ? 1 : 0);
            }
        });
        return Array.ConvertAll(covered, count => (double)count / Studies);
    }
}
