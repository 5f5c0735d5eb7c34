using static TorchSharp.torch;

namespace MedTrain.Learning.Objectives;

/// <summary>The loss of each case, and what each counts.</summary>
/// <param name="output">Outputs <c>[N, classes]</c> in fp32.</param>
/// <param name="labels">One-hot classes <c>[N, classes]</c>; zeros where unknown.</param>
/// <returns>Losses <c>[N]</c> and weights <c>[N]</c> (null: 1 each), by whose sum the losses' sum is divided.</returns>
internal delegate (Tensor Loss, Tensor? Weight) CaseLoss(Tensor output, Tensor labels);

/// <summary>Multiclass tasks: one output a class, softmax scores.</summary>
internal sealed class ClassObjective(CaseLoss loss) : Objective
{
    /// <inheritdoc/>
    public override (Tensor Sum, Tensor Known) Loss(Tensor output, Tensor labels)
    {
        var known = labels.isnan().any(1).logical_not().to_type(ScalarType.Float32); // [N]
        var (each, weight) = loss(output.to_type(ScalarType.Float32), labels.nan_to_num(0));
        return ((each * known).sum(), (weight is null ? known : weight * known).sum());
    }

    /// <inheritdoc/>
    public override Tensor Scores(Tensor output) => nn.functional.softmax(output.to_type(ScalarType.Float32), 1);
}
