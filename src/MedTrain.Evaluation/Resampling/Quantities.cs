using MedTrain.Evaluation.Metrics;

namespace MedTrain.Evaluation.Resampling;

/// <summary>Metrics of samples that are computed together on the same resamples, each tally only once.</summary>
internal sealed class Quantities
{
    private readonly List<Tally> _tallies = [];
    private readonly List<List<(int Quantity, MetricValue Value)>> _uses = [];
    private readonly Dictionary<(Sample, TallySource), int> _known = [];

    /// <summary>Number of quantities.</summary>
    internal int Count { get; private set; }

    /// <summary>Adds one metric of one sample.</summary>
    /// <returns>Its index in the results.</returns>
    internal int Add(Metric metric, Sample sample)
    {
        if (!_known.TryGetValue((sample, metric.Source), out var tally))
        {
            tally = _tallies.Count;
            _known.Add((sample, metric.Source), tally);
            _tallies.Add(metric.Source.Prepare(sample));
            _uses.Add([]);
        }
        _uses[tally].Add((Count, metric.Value));
        return Count++;
    }

    /// <summary>Computes every quantity on every resample.</summary>
    /// <returns>[quantity][resample]; NaN where undefined.</returns>
    internal double[][] On(Resamples resamples)
    {
        var values = Enumerable.Range(0, Count).Select(_ => new double[resamples.Count]).ToArray();
        Replication.Run(_tallies, resamples, (tally, totals, first, count) =>
        {
            var one = new double[_tallies[tally].Width];
            for (var lane = 0; lane < count; lane++)
            {
                for (var number = 0; number < one.Length; number++)
                {
                    one[number] = totals[number * ResampleBlock.Lanes + lane];
                }
                foreach (var (quantity, value) in _uses[tally])
                {
                    values[quantity][first + lane] = value(one);
                }
            }
        });
        return values;
    }
}
