using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Layers;

/// <summary>Two linear layers with a GELU between, applied to each token <c>[…, width]</c> by itself.</summary>
public sealed class Mlp : Block
{
    private readonly Module<Tensor, Tensor> first, second;

    /// <summary>Makes the layers; <paramref name="names"/> are their keys, e.g. <c>fc1</c> and <c>fc2</c>.</summary>
    public Mlp(long width, long hidden, (string First, string Second) names)
        : base(nameof(Mlp)) =>
        (first, second) = (Child(names.First, Linear(width, hidden)), Child(names.Second, Linear(hidden, width)));

    /// <summary>The linear layers' keys in torchvision, where activations and dropouts are counted too.</summary>
    public static (string First, string Second) TorchvisionNames { get; } = ("0", "3");

    /// <summary>The linear layers' keys in timm.</summary>
    public static (string First, string Second) TimmNames { get; } = ("fc1", "fc2");

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        using var scope = NewDisposeScope();
        return second.call(functional.gelu(first.call(input))).MoveToOuterDisposeScope();
    }
}
