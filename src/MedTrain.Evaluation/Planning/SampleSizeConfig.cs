using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MedTrain.Evaluation.Planning;

/// <summary>A study that is being planned.</summary>
public sealed record SampleSizeConfig
{
    /// <summary>The ROC AUC that is expected.</summary>
    [Description("The ROC AUC that is expected.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public required double Auc { get; init; }

    /// <summary>The share of positive cases that is expected.</summary>
    [Description("The share of positive cases that is expected.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public required double Prevalence { get; init; }

    /// <summary>Numbers of independent cases (patients) to look at; null = some usual ones.</summary>
    [Description("Numbers of independent cases (patients) to look at (default: 50 to 5,000).")]
    [Range(2, 100_000_000)]
    public IReadOnlyList<int>? Cases { get; init; }

    /// <summary>The widest interval that is wanted; null = not asked.</summary>
    [Description("Also find the fewest cases whose interval is no wider than this.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double? Width { get; init; }

    /// <summary>Confidence level.</summary>
    [Description("Confidence level of the interval.")]
    [Range(0.5, 0.9999)]
    public double Level { get; init; } = 0.95;
}
