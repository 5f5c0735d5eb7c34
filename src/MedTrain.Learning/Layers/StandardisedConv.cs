using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Layers;

/// <summary>
/// A convolution whose weights are brought to mean 0 and the variance that keeps the signal's, for each output channel, and multiplied by a
/// learnt gain; with it a network needs no normalisation of activations.
/// </summary>
/// <remarks>
/// Brock et al., Characterizing signal propagation to close the performance gap in unnormalized ResNets, https://arxiv.org/abs/2101.08692.
/// </remarks>
public sealed class StandardisedConv : Block, ICountedLayer
{
    private const double Eps = 1e-5;

    private readonly SpatialDims dims;
    private readonly int kernel, stride;
    private readonly long groups;
    private readonly bool same;
    private readonly double scale;

    /// <summary>
    /// Makes the layer for <c>[N, inputs, …] -> [N, outputs, …]</c>; an odd kernel keeps the map's size but for the stride.
    /// </summary>
    /// <param name="dims">How many spatial axes the maps have.</param>
    /// <param name="inputs">Channels that it reads.</param>
    /// <param name="outputs">Channels that it gives.</param>
    /// <param name="kernel">Side of the kernel.</param>
    /// <param name="stride">Step of the kernel.</param>
    /// <param name="groups">Groups of channels that do not mix.</param>
    /// <param name="gamma">By which the activation before the layer reduces the signal's deviation.</param>
    /// <param name="same">Padding as in TensorFlow.</param>
    /// <param name="gain">Where the gain begins.</param>
    public StandardisedConv(
        SpatialDims dims, long inputs, long outputs, int kernel, int stride = 1, long groups = 1, double gamma = 1, bool same = false,
        double gain = 1)
        : base(nameof(StandardisedConv))
    {
        (this.dims, this.kernel, this.stride, this.groups, this.same) = (dims, kernel, stride, groups, same);
        long[] window = [.. Enumerable.Repeat((long)kernel, (int)dims)];
        var fan = window.Aggregate(inputs / groups, (product, side) => product * side);
        scale = gamma / Math.Sqrt(fan);
        Learn("weight", init.normal_(empty([outputs, inputs / groups, .. window]), 0, 1 / Math.Sqrt(fan)));
        Learn("bias", zeros(outputs));
        Learn("gain", full([outputs, 1, .. window.Select(_ => 1L)], gain));
    }

    /// <summary>Kernel and stride along each axis.</summary>
    public (long[] Kernel, long[] Stride) Window =>
        ([.. Enumerable.Repeat((long)kernel, (int)dims)], [.. Enumerable.Repeat((long)stride, (int)dims)]);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        using var scope = NewDisposeScope();
        var weight = Learnt("weight");
        var axes = Enumerable.Range(1, (int)dims + 1).Select(axis => (long)axis).ToArray();
        var centred = weight - weight.mean(axes, keepdim: true);
        var variance = centred.square().mean(axes, keepdim: true);
        var standardised = centred * (variance + Eps).rsqrt() * Learnt("gain") * scale;
        var x = same ? SamePadding.Pad(input, kernel, stride) : input;
        var (steps, around) = (Window.Stride, Enumerable.Repeat(same ? 0L : kernel / 2, (int)dims).ToArray());
        var output = dims == SpatialDims.Two
            ? functional.conv2d(x, standardised, Learnt("bias"), strides: steps, padding: around, groups: groups)
            : functional.conv3d(x, standardised, Learnt("bias"), strides: steps, padding: around, groups: groups);
        return output.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public long Macs(Tensor input, Tensor output) => output.numel() * Learnt("weight").numel() / Learnt("bias").numel();
}
