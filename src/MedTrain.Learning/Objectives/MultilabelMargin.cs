using MedTrain.Evaluation.Predictions;
using static TorchSharp.torch;

namespace MedTrain.Learning.Objectives;

/// <summary>
/// Multilabel margin loss (as in PyTorch): every present label's output should exceed every absent one's by 1. The mean over cases of the
/// summed shortfalls divided by the number of labels; pairs with an unknown label are left out.
/// </summary>
public sealed record MultilabelMargin : ObjectiveConfig
{
    internal override IReadOnlyList<PredictionTask> Tasks => [PredictionTask.Multilabel];

    internal override Objective Create(ObjectiveContext context) => new MultilabelMarginObjective();

    private sealed class MultilabelMarginObjective : Objective
    {
        public override (Tensor Sum, Tensor Known) Loss(Tensor output, Tensor labels)
        {
            var known = labels.isnan().logical_not().to_type(ScalarType.Float32);
            var present = labels.nan_to_num(0);
            var absent = known - present;
            var x = output.to_type(ScalarType.Float32);
            var shortfall = (1 - (x.unsqueeze(2) - x.unsqueeze(1))).clamp_min(0); // [N, K present, K absent]
            var sum = (shortfall * present.unsqueeze(2) * absent.unsqueeze(1)).sum() / (double)labels.shape[1];
            return (sum, known.amax(new long[] { 1 }).sum());
        }

        public override Tensor Scores(Tensor output) => output.to_type(ScalarType.Float32).sigmoid();
    }
}
