using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Thresholds;

namespace MedTrain.Evaluation.Comparison;

/// <summary>How models, or a model and readers, are compared.</summary>
public sealed record ComparisonConfig
{
    /// <summary>Bootstrap replicates.</summary>
    [Description("Bootstrap replicates; all models see the same resampled patients.")]
    [Range(100, 10_000_000)]
    public int Replicates { get; init; } = 10_000;

    /// <summary>Confidence level of each model's interval, and of the differences before correction.</summary>
    [Description("Confidence level of the intervals, before correction.")]
    [Range(0.5, 0.9999)]
    public double Level { get; init; } = 0.95;

    /// <summary>How intervals are made from the replicates.</summary>
    [Description("How intervals are made from the replicates: percentile, basic, bca or jackknife.")]
    public IntervalMethod Ci { get; init; } = IntervalMethod.Percentile;

    /// <summary>Seed of the resamples.</summary>
    [Description("Seed of the resamples.")]
    [Range(0, 9007199254740991.0)]
    public long Seed { get; init; }

    /// <summary>The metric; null = ROC AUC, or the mean absolute error of quantities.</summary>
    [Description("The metric to compare, by name; leave out for roc_auc (mae for regression).")]
    public string? Metric { get; init; }

    /// <summary>Correction over labels.</summary>
    [Description("Correction over labels: none, bonferroni or holm.")]
    public Correction Correction { get; init; } = Correction.Bonferroni;

    /// <summary>A score of at least this is called positive.</summary>
    [Description("A score of at least this is called positive (binary and multilabel tasks).")]
    public double Threshold { get; init; } = 0.5;

    /// <summary>Where thresholds come from.</summary>
    [Description("Where thresholds come from: fixed, or chosen on validation predictions by youden, sensitivity or specificity.")]
    public ThresholdRule ThresholdRule { get; init; } = ThresholdRule.Fixed;

    /// <summary>The sensitivity or specificity that a chosen threshold reaches on validation.</summary>
    [Description("The sensitivity or specificity that a chosen threshold must reach on validation.")]
    [Range(0.0, 1.0)]
    public double ThresholdTarget { get; init; } = 0.95;

    internal ThresholdSettings Thresholds => new(ThresholdRule, Threshold, ThresholdTarget);

    internal ResamplingPlan Plan(int patients) => new(patients, Replicates, Seed) { LeaveOut = BootstrapInterval.NeedsLeftOut(Ci) };
}
