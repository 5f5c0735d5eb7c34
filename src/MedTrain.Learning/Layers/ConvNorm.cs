using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Layers;

/// <summary>Convolution without bias, batch normalisation, and (or not) ReLU, with the keys <c>conv.…</c> and <c>bn.…</c>.</summary>
public sealed class ConvNorm : Block
{
    private readonly Module<Tensor, Tensor> conv, bn;
    private readonly bool relu;

    /// <summary>Makes the layers for <c>[N, inputs, …] -> [N, outputs, …]</c>.</summary>
    public ConvNorm(
        SpatialOps ops,
        long inputs,
        long outputs,
        Extent kernel,
        Extent? stride = null,
        Extent? padding = null,
        double eps = 1e-5,
        bool relu = true)
        : base(nameof(ConvNorm))
    {
        conv = Child("conv", ops.Conv(inputs, outputs, kernel, stride, padding, bias: false));
        bn = Child("bn", ops.BatchNorm(outputs, eps));
        this.relu = relu;
    }

    /// <summary>
    /// The same layers as torchvision's mobile networks name them: 0 the convolution, padded so that an odd kernel keeps the size, 1 the
    /// normalisation, 2 the activation, if any.
    /// </summary>
    public static TorchSharp.Modules.Sequential Numbered(
        SpatialOps ops,
        long inputs,
        long outputs,
        int kernel,
        int stride,
        Norm norm,
        Func<Module<Tensor, Tensor>>? activation,
        long groups = 1)
    {
        var layers = Sequential(
            ("0", ops.Conv(inputs, outputs, kernel, stride, kernel / 2, groups: groups, bias: false)),
            ("1", ops.BatchNorm(outputs, norm.Eps, norm.Momentum)));
        return activation is null ? layers : layers.append("2", activation());
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        using var scope = NewDisposeScope();
        var output = bn.call(conv.call(input));
        return (relu ? output.relu_() : output).MoveToOuterDisposeScope();
    }

    /// <summary>The constants of a family's batch normalisation.</summary>
    /// <param name="Eps">Added to the variance.</param>
    /// <param name="Momentum">The weight of a new batch in the running statistics.</param>
    public sealed record Norm(double Eps = 1e-5, double Momentum = 0.1);
}
