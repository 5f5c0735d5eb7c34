namespace MedTrain.Evaluation.Metrics;

/// <summary>One row of <see cref="MetricTable"/>.</summary>
/// <param name="Name">Name in configurations and JSON, snake_case.</param>
/// <param name="Title">Heading in tables.</param>
/// <param name="Source">What is counted over the cases; also says for which kind of sample the metric is.</param>
/// <param name="Value">The metric from the totals; NaN where undefined.</param>
/// <param name="Needs">What a sample must have.</param>
public sealed record Metric(string Name, string Title, TallySource Source, MetricValue Value, params IReadOnlyList<Need> Needs)
{
    /// <summary>Why the metric is undefined for a sample; null when nothing is missing.</summary>
    /// <param name="sample">A sample of the metric's kind.</param>
    public string? WhyNot(Sample sample) => Needs.FirstOrDefault(need => !need.Met(sample))?.Missing;
}

/// <summary>Computes a metric from the totals of its tally, one number each; NaN where undefined.</summary>
/// <param name="totals">The tally's numbers.</param>
public delegate double MetricValue(ReadOnlySpan<double> totals);
