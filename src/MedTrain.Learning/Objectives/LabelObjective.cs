using static TorchSharp.torch;

namespace MedTrain.Learning.Objectives;

/// <summary>The loss of each label for itself.</summary>
/// <param name="output">Logits <c>[N, K]</c> in fp32.</param>
/// <param name="labels">0 or 1 <c>[N, K]</c>; 0 where unknown.</param>
/// <param name="known">1 where the label is known, else 0 <c>[N, K]</c>.</param>
/// <returns><c>[N, K]</c>; what it says of unknown labels is not used.</returns>
internal delegate Tensor LabelLoss(Tensor output, Tensor labels, Tensor known);

/// <summary>Binary and multilabel tasks: one output a label, sigmoid scores.</summary>
internal sealed class LabelObjective(LabelLoss loss) : Objective
{
    /// <inheritdoc/>
    public override (Tensor Sum, Tensor Known) Loss(Tensor output, Tensor labels)
    {
        var known = labels.isnan().logical_not().to_type(ScalarType.Float32);
        var each = loss(output.to_type(ScalarType.Float32), labels.nan_to_num(0), known);
        return ((each * known).sum(), known.sum());
    }

    /// <inheritdoc/>
    public override Tensor Scores(Tensor output) => output.to_type(ScalarType.Float32).sigmoid();
}
