using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MedTrain.Learning.Distillation;

/// <summary>The <c>training.distillation:</c> block: what a network learns from trained ones.</summary>
public sealed record DistillationConfig
{
    /// <summary>Run folders of the teachers.</summary>
    [Description("Run folders of the teachers, trained on the same labels and preprocessing. Several teachers, and the folds and members of one, are an ensemble "
        + "(mean of probabilities); of a run with this experiment's own split, fold k is taught by fold k.")]
    [MinLength(1)]
    public required IReadOnlyList<string> Teachers { get; init; }

    /// <summary>The temperature.</summary>
    [Description("What the outputs of teachers and student are divided by before they become probabilities; above 1 softens them.")]
    [Range(0.0, 1000.0, MinimumIsExclusive = true)]
    public double Temperature { get; init; } = 4;

    /// <summary>Share of the teachers' part in the loss.</summary>
    [Description("Share of the teachers in the loss: weight x temperature² x KL(teachers, student) + (1 - weight) x the labels' loss. "
        + "Regression: weight x the loss against the teachers' values. Cases without labels learn from the teachers alone.")]
    [Range(0.0, 1.0)]
    public double Weight { get; init; } = 0.5;
}
