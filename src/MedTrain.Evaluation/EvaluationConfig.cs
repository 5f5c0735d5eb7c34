using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Evaluation.Intervals;

namespace MedTrain.Evaluation;

/// <summary>How predictions are evaluated.</summary>
public sealed record EvaluationConfig
{
    /// <summary>Bootstrap replicates.</summary>
    [Description("Bootstrap replicates; patients are resampled, never single images.")]
    [Range(100, 10_000_000)]
    public int Replicates { get; init; } = 10_000;

    /// <summary>Confidence level of every interval.</summary>
    [Description("Confidence level of the intervals.")]
    [Range(0.5, 0.9999)]
    public double Level { get; init; } = 0.95;

    /// <summary>How intervals are made from the replicates.</summary>
    [Description("How intervals are made from the replicates: percentile or basic.")]
    public IntervalMethod Ci { get; init; } = IntervalMethod.Percentile;

    /// <summary>Seed of the resamples.</summary>
    [Description("Seed of the resamples; the same seed gives the same intervals on any number of cores.")]
    [Range(0, 9007199254740991.0)]
    public long Seed { get; init; }

    /// <summary>A score of at least this is called positive (binary and multilabel; multiclass calls the class with the highest score).</summary>
    [Description("A score of at least this is called positive (binary and multilabel tasks).")]
    public double Threshold { get; init; } = 0.5;
}
