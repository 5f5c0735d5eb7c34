using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Layers;

/// <summary>
/// Like <see cref="Branches"/>, but every layer is a child of its own, and a branch may end in several layers that read the same maps.
/// </summary>
public sealed class ForkingBranches : Block
{
    private readonly (Module<Tensor, Tensor>[] Chain, Module<Tensor, Tensor>[] Ends)[] branches;

    /// <summary>The branches, in the order in which their channels are joined.</summary>
    public ForkingBranches(params Branch[] branches)
        : base(nameof(ForkingBranches)) =>
        this.branches = [.. branches.Select(branch => (Children(branch.Chain), Children(branch.Ends)))];

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        using var scope = NewDisposeScope();
        var outputs = new List<Tensor>();
        foreach (var (chain, ends) in branches)
        {
            var x = chain.Aggregate(input, (maps, layer) => layer.call(maps));
            outputs.AddRange(ends.Length == 0 ? [x] : ends.Select(end => end.call(x)));
        }

        return cat(outputs, 1).MoveToOuterDisposeScope();
    }

    private Module<Tensor, Tensor>[] Children(IReadOnlyList<(string Name, Module<Tensor, Tensor> Layer)> layers) =>
        [.. layers.Select(layer => Child(layer.Name, layer.Layer))];

    /// <summary>One branch: layers one after the other.</summary>
    public sealed record Branch(params IReadOnlyList<(string Name, Module<Tensor, Tensor> Layer)> Chain)
    {
        /// <summary>Layers that all read what the chain gives; without any, the branch ends with the chain.</summary>
        public IReadOnlyList<(string Name, Module<Tensor, Tensor> Layer)> Ends { get; init; } = [];
    }
}
