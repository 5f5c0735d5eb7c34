using MedTrain.Evaluation.Comparison;
using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Resampling;

namespace MedTrain.Evaluation.Readers;

/// <summary>The mean over readers when readers are drawn anew as well as patients.</summary>
internal static class ReaderResamples
{
    // Readers are drawn from streams of their own, apart from those of the patients.
    private const long Apart = 0x5EADE25;

    /// <summary>Mean with the interval over readers and patients.</summary>
    internal static Measurement Make(IReadOnlyList<Resampled> readers, ComparisonConfig config, SampleSize size)
    {
        var means = new double[readers[0].Replicates.Length];
        for (var replicate = 0; replicate < means.Length; replicate++)
        {
            var stream = CounterRandom.Stream(config.Seed ^ Apart, replicate);
            for (var draw = 0; draw < readers.Count; draw++)
            {
                means[replicate] += readers[CounterRandom.Index(stream, draw, readers.Count)].Replicates[replicate] / readers.Count;
            }
        }
        // There is no leaving out of readers and patients at once, so quantiles are taken as they are.
        var method = BootstrapInterval.NeedsLeftOut(config.Ci) ? IntervalMethod.Percentile : config.Ci;
        var measured = BootstrapInterval.Make(new Resampled(readers.Average(one => one.Value), means, []), method, config.Level, size);
        return readers.Count > 1 || measured is not Estimate estimate ? measured
            : estimate with { Lower = double.NaN, Upper = double.NaN, Method = "no interval over readers: there is only one reader" };
    }
}
