using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Samples;

namespace MedTrain.Evaluation.Tallies;

/// <summary>Metrics of samples that are computed together on the same resamples, each tally only once.</summary>
public sealed class Quantities
{
    private readonly List<Tally> _tallies = [];
    private readonly List<List<(int Quantity, MetricValue Value)>> _uses = [];
    private readonly Dictionary<(Sample, TallySource), int> _known = [];

    /// <summary>Number of quantities.</summary>
    public int Count { get; private set; }

    /// <summary>Adds one metric of one sample.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="sample">A sample of its kind.</param>
    /// <returns>Its index in the results.</returns>
    public int Add(Metric metric, Sample sample)
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

    /// <summary>Computes every quantity as a plan says.</summary>
    /// <param name="plan">The resamples.</param>
    /// <returns>One a quantity, in the order in which they were added.</returns>
    public Resampled[] On(ResamplingPlan plan)
    {
        var values = On(new EveryPatientOnce(plan.Patients));
        var replicates = On(new RandomPatients(plan.Patients, plan.Replicates, plan.Seed, plan.Strata));
        var leftOut = plan.LeaveOut ? On(new PatientsLeftOut(plan.Patients)) : null;
        return [.. Enumerable.Range(0, Count).Select(i => new Resampled(values[i][0], replicates[i], leftOut?[i] ?? []))];
    }

    /// <summary>Computes every quantity on every resample.</summary>
    /// <param name="resamples">The resamples.</param>
    /// <returns>[quantity][resample]; NaN where undefined.</returns>
    public double[][] On(Resamples resamples)
    {
        var values = Enumerable.Range(0, Count).Select(_ => new double[resamples.Count]).ToArray();
        (int Quantity, MetricValue Value)[][] uses = [.. _uses.Select(list => list.ToArray())];
        Replication.Run(_tallies, resamples, (tally, totals, first, count) =>
        {
            var one = new double[_tallies[tally].Width];
            for (var lane = 0; lane < count; lane++)
            {
                for (var number = 0; number < one.Length; number++)
                {
                    one[number] = totals[number * ResampleBlock.Lanes + lane];
                }
                foreach (var (quantity, value) in uses[tally])
                {
                    var result = value(one);
                    values[quantity][first + lane] = double.IsFinite(result) ? result : double.NaN;
                }
            }
        });
        return values;
    }
}
