using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Layers;

/// <summary>Chains of layers that read the same maps; their outputs are joined along the channels.</summary>
public sealed class Branches : Block
{
    private readonly Module<Tensor, Tensor>[] branches;

    /// <summary>Each branch under its name, in the order in which the channels are joined.</summary>
    public Branches(params (string Name, Module<Tensor, Tensor> Branch)[] branches)
        : base(nameof(Branches)) =>
        this.branches = [.. branches.Select(branch => Child(branch.Name, branch.Branch))];

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        using var scope = NewDisposeScope();
        return cat(branches.Select(branch => branch.call(input)).ToArray(), 1).MoveToOuterDisposeScope();
    }
}
