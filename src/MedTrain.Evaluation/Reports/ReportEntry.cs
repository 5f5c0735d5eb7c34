using MedTrain.Evaluation.Intervals;

namespace MedTrain.Evaluation.Reports;

/// <summary>One number of a report.</summary>
/// <param name="Metric">Name of the metric in <see cref="Metrics.MetricTable"/>.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Scope">What it is computed over.</param>
/// <param name="Label">The label, class or quantity; null unless the scope is one label.</param>
/// <param name="Measured">The number, or why there is none.</param>
public sealed record ReportEntry(string Metric, string Title, Scope Scope, string? Label, Measurement Measured)
{
    /// <summary>Intervals made in other ways, for comparison.</summary>
    public IReadOnlyList<Interval> Alternatives { get; init; } = [];
}

/// <summary>What a number is computed over.</summary>
public enum Scope
{
    /// <summary>One label, one class against the rest, or one quantity.</summary>
    Label,

    /// <summary>The mean of the labels' numbers, each label counting the same.</summary>
    Macro,

    /// <summary>Every pair of a case and a label as a case of its own.</summary>
    Micro,

    /// <summary>All classes of a multiclass task together.</summary>
    Classes,
}
