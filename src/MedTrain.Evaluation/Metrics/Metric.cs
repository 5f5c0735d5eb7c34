using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;

namespace MedTrain.Evaluation.Metrics;

/// <summary>One row of <see cref="MetricTable"/>.</summary>
/// <param name="Name">Name in configurations and JSON, snake_case.</param>
/// <param name="Title">Heading in tables.</param>
/// <param name="Source">What is counted over the cases; also says for which kind of sample the metric is.</param>
/// <param name="Value">The metric from the totals; NaN or infinite where undefined.</param>
/// <param name="Needs">What a sample must have.</param>
public sealed record Metric(string Name, string Title, TallySource Source, MetricValue Value, params IReadOnlyList<Need> Needs)
{
    /// <summary>Whether the table in the terminal shows it; JSON and files have every metric.</summary>
    public bool Core { get; init; }

    /// <summary>Whether a lower value is better, as for an error.</summary>
    public bool LowerIsBetter { get; init; }

    /// <summary>The cases that a share is of, and those of them that count; null when the metric is no share of cases.</summary>
    public Func<BinarySample, (int Successes, int Cases)>? Share { get; init; }

    /// <summary>Why the metric is undefined for a sample; null when nothing is missing.</summary>
    /// <param name="sample">A sample of the metric's kind.</param>
    public string? WhyNot(Sample sample) => Needs.FirstOrDefault(need => !need.Met(sample))?.Missing;
}

/// <summary>Computes a metric from the totals of its tally, one number each; NaN or infinite where undefined.</summary>
/// <param name="totals">The tally's numbers.</param>
public delegate double MetricValue(ReadOnlySpan<double> totals);
