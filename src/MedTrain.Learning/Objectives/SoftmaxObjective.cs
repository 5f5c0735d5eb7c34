using static TorchSharp.torch;

namespace MedTrain.Learning.Objectives;

/// <summary>Multiclass tasks: one logit a class, cross-entropy against one-hot labels, softmax probabilities.</summary>
public sealed class SoftmaxObjective : Objective
{
    /// <inheritdoc/>
    public override (Tensor Sum, Tensor Known) Loss(Tensor output, Tensor labels)
    {
        var known = labels.isnan().any(1).logical_not().to_type(ScalarType.Float32); // [N]
        var logProbabilities = nn.functional.log_softmax(output.to_type(ScalarType.Float32), 1);
        var loss = -(logProbabilities * labels.nan_to_num(0)).sum(1); // [N]
        return ((loss * known).sum(), known.sum());
    }

    /// <inheritdoc/>
    public override Tensor Scores(Tensor output) => nn.functional.softmax(output.to_type(ScalarType.Float32), 1);
}
