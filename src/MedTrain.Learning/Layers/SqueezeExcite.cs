using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Layers;

/// <summary>Scales each channel by a gate that is computed from the means of all channels.</summary>
/// <remarks>Hu et al., Squeeze-and-Excitation Networks, https://arxiv.org/abs/1709.01507.</remarks>
public sealed class SqueezeExcite : Block
{
    private readonly Module<Tensor, Tensor> average, reduce, activation, expand, gate;

    /// <summary>Makes the layers; <paramref name="names"/> are the keys of the two 1×1 convolutions.</summary>
    public SqueezeExcite(
        SpatialOps ops,
        long channels,
        long squeezed,
        (string Reduce, string Expand) names,
        Func<Module<Tensor, Tensor>> activation,
        Func<Module<Tensor, Tensor>> gate)
        : base(nameof(SqueezeExcite))
    {
        average = Child("avgpool", ops.AdaptiveAvgPool(1));
        reduce = Child(names.Reduce, ops.Conv(channels, squeezed, 1));
        expand = Child(names.Expand, ops.Conv(squeezed, channels, 1));
        this.activation = Child("activation", activation());
        this.gate = Child("gate", gate());
    }

    /// <summary>The convolutions' keys in torchvision.</summary>
    public static (string Reduce, string Expand) TorchvisionNames { get; } = ("fc1", "fc2");

    /// <summary>The convolutions' keys in timm.</summary>
    public static (string Reduce, string Expand) TimmNames { get; } = ("conv_reduce", "conv_expand");

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        using var scope = NewDisposeScope();
        var scale = gate.call(expand.call(activation.call(reduce.call(average.call(input))))); // [N, channels, 1, 1]
        return (input * scale).MoveToOuterDisposeScope();
    }
}
