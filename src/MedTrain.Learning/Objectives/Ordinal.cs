using MedTrain.Evaluation.Predictions;
using static TorchSharp.torch;

namespace MedTrain.Learning.Objectives;

/// <summary>
/// Ordered classes (such as grades, in the order of the labels): output k says whether the class is above k (Li and Lin 2006; Niu et al.
/// 2016); binary cross-entropy of each. A class's score is the difference of two neighbouring probabilities, which are made to fall first.
/// </summary>
public sealed record Ordinal : ObjectiveConfig
{
    internal override IReadOnlyList<PredictionTask> Tasks => [PredictionTask.Multiclass];

    internal override string? Problem(int labelCount) => labelCount < 2 ? "there must be at least two classes" : null;

    internal override int Outputs(int labelCount) => labelCount - 1;

    internal override Objective Create(ObjectiveContext context) => new OrdinalObjective();

    private sealed class OrdinalObjective : Objective
    {
        public override (Tensor Sum, Tensor Known) Loss(Tensor output, Tensor labels)
        {
            var known = labels.isnan().any(1).logical_not().to_type(ScalarType.Float32); // [N]
            var steps = output.shape[1];
            // Above class k: in one of the classes after it.
            var above = 1 - labels.nan_to_num(0).cumsum(1).narrow(1, 0, steps); // [N, K - 1]
            var loss = nn.functional.binary_cross_entropy_with_logits(output.to_type(ScalarType.Float32), above, reduction: nn.Reduction.None);
            return ((loss.mean([1]) * known).sum(), known.sum());
        }

        public override Tensor Scores(Tensor output)
        {
            var above = output.to_type(ScalarType.Float32).sigmoid();
            var falling = new List<Tensor> { ones_like(above.narrow(1, 0, 1)) };
            for (var k = 0; k < above.shape[1]; k++)
            {
                falling.Add(minimum(falling[^1], above.narrow(1, k, 1)));
            }

            var last = zeros_like(falling[0]);
            return cat([.. falling.Zip([.. falling.Skip(1), last], (one, next) => one - next)], 1); // [N, K]
        }
    }
}
