using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Evaluation.Predictions;

namespace MedTrain.Learning.Objectives;

/// <summary>
/// Hinge loss: outputs on the right side of the margin cost nothing. For several classes the mean over the wrong ones of how far each
/// comes within the margin of the true one (PyTorch's multi-margin loss). Scores rise with the outputs but are no calibrated probabilities.
/// </summary>
public sealed record Hinge : ObjectiveConfig
{
    /// <summary>The margin.</summary>
    [Description("The margin that outputs must keep.")]
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double Margin { get; init; } = 1;

    internal override IReadOnlyList<PredictionTask> Tasks => [PredictionTask.Binary, PredictionTask.Multilabel, PredictionTask.Multiclass];

    internal override Objective Create(ObjectiveContext context) => context.Task == PredictionTask.Multiclass
        ? new ClassObjective((output, labels) =>
        {
            var truth = (output * labels).sum(1, keepdim: true); // [N, 1]
            var excess = (output - truth + Margin).clamp_min(0) * (1 - labels);
            return (excess.sum(1) / context.LabelCount, null);
        })
        : new LabelObjective((output, labels, _) => (Margin - (2 * labels - 1) * output).clamp_min(0));
}
