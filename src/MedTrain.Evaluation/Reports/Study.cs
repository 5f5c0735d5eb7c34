using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;

namespace MedTrain.Evaluation.Reports;

/// <summary>The metrics of several samples on the same resamples, and their means over labels.</summary>
internal sealed class Study(EvaluationConfig config, IReadOnlyList<Metric> metrics, ResamplingPlan plan)
{
    private readonly List<(Scope Scope, string? Label, Sample? Sample)> _samples = [];

    /// <summary>Adds a sample; null = no truth is known, which the report says.</summary>
    internal void Add(Scope scope, string? label, Sample? sample) => _samples.Add((scope, label, sample));

    /// <summary>Computes everything.</summary>
    internal IReadOnlyList<ReportEntry> Entries()
    {
        var quantities = new Quantities();
        var labels = _samples.FirstOrDefault(one => one.Scope == Scope.Label && one.Sample is not null).Sample?.GetType();
        var planned = metrics.SelectMany(metric => _samples
            .Where(one => metric.Source.Kind == (one.Sample?.GetType() ?? labels))
            .Select(one => Plan(metric, one.Scope, one.Label, one.Sample, quantities))).ToArray();
        var numbers = quantities.On(plan);
        return [.. planned.GroupBy(one => one.Metric).SelectMany(group => OfMetric([.. group], numbers))];
    }

    private static Planned Plan(Metric metric, Scope scope, string? label, Sample? sample, Quantities quantities)
    {
        if (sample is null)
        {
            return new Planned(metric, scope, label, null, -1, "the truth is unknown in every case");
        }
        var reason = metric.WhyNot(sample);
        return new Planned(metric, scope, label, sample, reason is null ? quantities.Add(metric, sample) : -1, reason);
    }

    private IEnumerable<ReportEntry> OfMetric(Planned[] group, Resampled[] numbers)
    {
        foreach (var one in group)
        {
            yield return Entry(one, numbers);
        }
        var labels = group.Where(one => one.Scope == Scope.Label).ToArray();
        if (labels.Length > 1)
        {
            yield return new ReportEntry(labels[0].Metric.Name, labels[0].Metric.Title, Scope.Macro, null, Macro(labels, numbers));
        }
    }

    private ReportEntry Entry(Planned one, Resampled[] numbers)
    {
        var size = one.Sample is null ? default : SampleSize.Of(one.Sample);
        var measured = one.Reason is not null
            ? new NotComputable(one.Reason, size.Cases, size.Positives, size.Patients)
            : BootstrapInterval.Make(numbers[one.Quantity], config.Ci, config.Level, size);
        return new ReportEntry(one.Metric.Name, one.Metric.Title, one.Scope, one.Label, measured)
        {
            Alternatives = measured is Estimate && one.Sample is BinarySample sample
                ? AnalyticIntervals.Of(one.Metric, sample, config.Level)
                : [],
        };
    }

    private Measurement Macro(Planned[] labels, Resampled[] numbers)
    {
        var size = new SampleSize(
            labels.Max(one => one.Sample?.Count ?? 0), null, labels.SelectMany(one => one.Sample?.Patients ?? []).Distinct().Count());
        // Added in the order of the names, so that the order of columns does not change the last digit.
        var usable = labels.Where(one => one.Reason is null).OrderBy(one => one.Label, StringComparer.Ordinal)
            .Select(one => numbers[one.Quantity]).ToArray();
        if (usable.Length == 0)
        {
            return new NotComputable("it cannot be computed for any label", size.Cases, null, size.Patients);
        }
        var measured = BootstrapInterval.Make(Resampled.Mean(usable), config.Ci, config.Level, size);
        var without = string.Join(", ", labels.Where(one => one.Reason is not null).Select(one => one.Label));
        return measured is Estimate estimate && without.Length > 0
            ? estimate with { Method = $"{estimate.Method}; mean of {usable.Length} of {labels.Length} labels, without {without}" }
            : measured;
    }

    /// <summary>One metric of one sample; <paramref name="Quantity"/> is its index in the results when nothing is missing.</summary>
    private sealed record Planned(Metric Metric, Scope Scope, string? Label, Sample? Sample, int Quantity, string? Reason);
}
