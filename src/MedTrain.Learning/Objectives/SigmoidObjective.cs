using static TorchSharp.torch;

namespace MedTrain.Learning.Objectives;

/// <summary>Binary and multilabel tasks: one logit a label, binary cross-entropy, sigmoid probabilities of the positive class.</summary>
public sealed class SigmoidObjective : Objective
{
    /// <inheritdoc/>
    public override (Tensor Sum, Tensor Known) Loss(Tensor output, Tensor labels)
    {
        var known = labels.isnan().logical_not().to_type(ScalarType.Float32);
        var loss = nn.functional.binary_cross_entropy_with_logits(
            output.to_type(ScalarType.Float32), labels.nan_to_num(0), reduction: nn.Reduction.None);
        return ((loss * known).sum(), known.sum());
    }

    /// <inheritdoc/>
    public override Tensor Scores(Tensor output) => output.to_type(ScalarType.Float32).sigmoid();
}
