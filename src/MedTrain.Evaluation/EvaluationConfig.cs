using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Thresholds;

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
    [Description("How intervals are made from the replicates: percentile, basic, bca or jackknife.")]
    public IntervalMethod Ci { get; init; } = IntervalMethod.Percentile;

    /// <summary>Seed of the resamples.</summary>
    [Description("Seed of the resamples; the same seed gives the same intervals on any number of cores.")]
    [Range(0, 9007199254740991.0)]
    public long Seed { get; init; }

    /// <summary>Whether each class keeps its number of patients in every replicate (binary and multiclass tasks).</summary>
    [Description("Keep the number of patients of each class in every replicate (binary and multiclass tasks).")]
    public bool Stratified { get; init; }

    /// <summary>A score of at least this is called positive (binary and multilabel; multiclass calls the class with the highest
    /// score).</summary>
    [Description("A score of at least this is called positive (binary and multilabel tasks).")]
    public double Threshold { get; init; } = 0.5;

    /// <summary>Where thresholds come from.</summary>
    [Description("Where thresholds come from: fixed, or chosen on validation predictions by youden, f1, sensitivity or specificity.")]
    public ThresholdRule ThresholdRule { get; init; } = ThresholdRule.Fixed;

    /// <summary>The sensitivity or specificity that a chosen threshold reaches on validation.</summary>
    [Description("The sensitivity or specificity that a chosen threshold must reach on validation.")]
    [Range(0.0, 1.0)]
    public double ThresholdTarget { get; init; } = 0.95;

    /// <summary>Names of the metrics to compute; null = all of the task.</summary>
    [Description("Metrics to compute, by name; leave out for all of the task.")]
    public IReadOnlyList<string>? Metrics { get; init; }

    internal ThresholdSettings Thresholds => new(ThresholdRule, Threshold, ThresholdTarget);

    internal ResamplingPlan Plan(PredictionTable table, PatientIndex patients) => new(patients.Count, Replicates, Seed)
    {
        Strata = Stratified ? PatientStrata.Of(table, patients) : null,
        LeaveOut = BootstrapInterval.NeedsLeftOut(Ci),
    };
}
