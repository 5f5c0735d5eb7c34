using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Evaluation.Predictions;
using static TorchSharp.torch;

namespace MedTrain.Learning.Objectives;

/// <summary>Focal loss (Lin et al. 2017): cross-entropy in which well classified cases count little.</summary>
public sealed record Focal : ObjectiveConfig
{
    /// <summary>How little they count.</summary>
    [Description("Exponent of the factor (1 - probability of the truth) of each loss.")]
    [Range(0.0, 20.0)]
    public double Gamma { get; init; } = 2;

    /// <summary>Weight of positives.</summary>
    [Description("Weight of positives, 1 minus this that of negatives (binary and multilabel tasks; default: both 1).")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double? Alpha { get; init; }

    internal override IReadOnlyList<PredictionTask> Tasks => Alpha is null
        ? [PredictionTask.Binary, PredictionTask.Multilabel, PredictionTask.Multiclass]
        : [PredictionTask.Binary, PredictionTask.Multilabel];

    internal override Objective Create(ObjectiveContext context) => context.Task == PredictionTask.Multiclass
        ? new ClassObjective((output, labels) =>
        {
            var log = (nn.functional.log_softmax(output, 1) * labels).sum(1); // [N], of the true class
            return (-log * (1 - log.exp()).clamp_min(0).pow(Gamma), null);
        })
        : new LabelObjective((output, labels, _) => OfLabel(output, labels));

    private Tensor OfLabel(Tensor output, Tensor labels)
    {
        var loss = nn.functional.binary_cross_entropy_with_logits(output, labels, reduction: nn.Reduction.None);
        var missed = (labels - output.sigmoid()).abs(); // 1 - probability of the truth
        var focal = loss * missed.pow(Gamma);
        return Alpha is { } alpha ? focal * (labels * alpha + (1 - labels) * (1 - alpha)) : focal;
    }
}
