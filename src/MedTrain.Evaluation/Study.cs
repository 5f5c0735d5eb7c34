using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Reports;
using MedTrain.Evaluation.Resampling;

namespace MedTrain.Evaluation;

/// <summary>The metrics of one evaluation, their values on the sample and on every replicate.</summary>
internal sealed class Study(EvaluationConfig config, int patients)
{
    private readonly List<(Sample? Sample, string? Label)> _samples = [];

    /// <summary>Adds the sample of a label, or of all classes together (label null); a null sample has no known truth.</summary>
    internal void Add(Sample? sample, string? label) => _samples.Add((sample, label));

    /// <summary>Computes everything.</summary>
    /// <param name="macro">Whether to add the mean over labels.</param>
    internal IReadOnlyList<ReportEntry> Entries(bool macro)
    {
        var quantities = new Quantities();
        var planned = new List<Planned>();
        var kinds = _samples.Select(one => one.Sample?.GetType()).OfType<Type>().ToHashSet();
        foreach (var metric in MetricTable.All.Where(metric => kinds.Contains(metric.Source.Kind)))
        {
            foreach (var (sample, label) in _samples.Where(one => one.Sample is null ? one.Label is not null : one.Sample.GetType() == metric.Source.Kind))
            {
                planned.Add(Plan(metric, sample, label, quantities));
            }
        }
        var values = quantities.On(new EveryPatientOnce(patients));
        var replicates = quantities.On(new RandomPatients(patients, config.Replicates, config.Seed));
        return [.. planned.GroupBy(one => one.Metric).SelectMany(group => OfMetric([.. group], values, replicates, macro))];
    }

    private static Planned Plan(Metric metric, Sample? sample, string? label, Quantities quantities)
    {
        if (sample is null)
        {
            return new Planned(metric, label, -1, "the truth is unknown in every case", default, []);
        }
        var size = new SampleSize(sample.Count, (sample as BinarySample)?.Positives, sample.Patients.Distinct().Count());
        var reason = metric.WhyNot(sample);
        return new Planned(metric, label, reason is null ? quantities.Add(metric, sample) : -1, reason, size, sample.Patients);
    }

    private IEnumerable<ReportEntry> OfMetric(Planned[] group, double[][] values, double[][] replicates, bool macro)
    {
        var metric = group[0].Metric;
        foreach (var one in group)
        {
            var measured = one.Reason is not null
                ? new NotComputable(one.Reason, one.Size.Cases, one.Size.Positives, one.Size.Patients)
                : Measure(values[one.Quantity][0], replicates[one.Quantity], one.Size);
            yield return new ReportEntry(metric.Name, metric.Title, one.Label is null ? Scope.Classes : Scope.Label, one.Label, measured);
        }
        if (macro && group[0].Label is not null)
        {
            yield return new ReportEntry(metric.Name, metric.Title, Scope.Macro, null, Macro(group, values, replicates));
        }
    }

    private Measurement Macro(Planned[] group, double[][] values, double[][] replicates)
    {
        // Summed in the order of the names, so that the order of columns does not change the last digit.
        var usable = group.Where(one => one.Reason is null).OrderBy(one => one.Label, StringComparer.Ordinal).ToArray();
        var size = new SampleSize(
            group.Max(one => one.Size.Cases), null, group.SelectMany(one => one.Patients).Distinct().Count());
        if (usable.Length == 0)
        {
            return new NotComputable("it cannot be computed for any label", size.Cases, null, size.Patients);
        }
        var means = new double[config.Replicates];
        foreach (var one in usable)
        {
            var label = replicates[one.Quantity];
            for (var i = 0; i < means.Length; i++)
            {
                means[i] += label[i] / usable.Length;
            }
        }
        var measured = Measure(usable.Sum(one => values[one.Quantity][0]) / usable.Length, means, size);
        var left = string.Join(", ", group.Where(one => one.Reason is not null).Select(one => one.Label));
        return measured is Estimate estimate && left.Length > 0
            ? estimate with { Method = $"{estimate.Method}; mean of {usable.Length} of {group.Length} labels, without {left}" }
            : measured;
    }

    private Measurement Measure(double value, double[] replicates, SampleSize size) => double.IsNaN(value)
        ? new NotComputable("it is 0/0 for these cases", size.Cases, size.Positives, size.Patients)
        : BootstrapInterval.Make(value, replicates, config.Ci, config.Level, size);

    /// <summary>One metric of one label; <paramref name="Quantity"/> is its index in the results when nothing is missing.</summary>
    private sealed record Planned(Metric Metric, string? Label, int Quantity, string? Reason, SampleSize Size, int[] Patients);
}
