using MedTrain.Evaluation.Predictions;
using static TorchSharp.torch;

namespace MedTrain.Learning.Objectives;

/// <summary>
/// The sum over the outputs of the squared difference between truth (0 or 1) and probability, averaged over cases: the textbook's
/// objective, also known as Brier score.
/// </summary>
public sealed record SquaredError : ObjectiveConfig
{
    internal override IReadOnlyList<PredictionTask> Tasks => [PredictionTask.Binary, PredictionTask.Multilabel, PredictionTask.Multiclass];

    internal override Objective Create(ObjectiveContext context) => context.Task == PredictionTask.Multiclass
        ? new ClassObjective((output, labels) => ((nn.functional.softmax(output, 1) - labels).square().sum(1), null))
        : new LabelObjective((output, labels, _) => (output.sigmoid() - labels).square());
}
