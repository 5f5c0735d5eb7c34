using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Layers;

/// <summary>
/// Makes the layers whose type depends on the number of spatial axes, so that a network is one class for images and volumes.
/// Defaults are PyTorch's; weights start as PyTorch starts them.
/// </summary>
/// <param name="dims">How many spatial axes the layers' inputs have.</param>
public sealed class SpatialOps(SpatialDims dims)
{
    /// <summary>How many spatial axes the layers' inputs have.</summary>
    public SpatialDims Dims { get; } = dims;

    private long[] SpatialAxes => Dims == SpatialDims.Two ? [2, 3] : [2, 3, 4];

    /// <summary>Convolution, <c>[N, inputs, …] -> [N, outputs, …]</c>. Stride and dilation are 1, padding 0 when not given.</summary>
    public Module<Tensor, Tensor> Conv(
        long inputs,
        long outputs,
        Extent kernel,
        Extent? stride = null,
        Extent? padding = null,
        Extent? dilation = null,
        long groups = 1,
        bool bias = true)
    {
        var (k, s, p, d) = (kernel.For(Dims), (stride ?? 1).For(Dims), (padding ?? 0).For(Dims), (dilation ?? 1).For(Dims));
        return Dims == SpatialDims.Two
            ? Conv2d(inputs, outputs, (k[0], k[1]), (s[0], s[1]), (p[0], p[1]), (d[0], d[1]), groups: groups, bias: bias)
            : Conv3d(inputs, outputs, (k[0], k[1], k[2]), (s[0], s[1], s[2]), (p[0], p[1], p[2]), (d[0], d[1], d[2]), groups: groups,
                bias: bias);
    }

    /// <summary>Transposed convolution, <c>[N, inputs, …] -> [N, outputs, …]</c>. Stride is 1, paddings 0 when not given.</summary>
    public Module<Tensor, Tensor> ConvTranspose(
        long inputs, long outputs, Extent kernel, Extent? stride = null, Extent? padding = null, Extent? outputPadding = null,
            bool bias = true)
    {
        var (k, s, p, o) = (kernel.For(Dims), (stride ?? 1).For(Dims), (padding ?? 0).For(Dims), (outputPadding ?? 0).For(Dims));
        return Dims == SpatialDims.Two
            ? ConvTranspose2d(inputs, outputs, (k[0], k[1]), (s[0], s[1]), (p[0], p[1]), (o[0], o[1]), bias: bias)
            : ConvTranspose3d(inputs, outputs, (k[0], k[1], k[2]), (s[0], s[1], s[2]), (p[0], p[1], p[2]), (o[0], o[1], o[2]), bias: bias);
    }

    /// <summary>Maps brought to a spatial size by (bi- or tri-) linear interpolation.</summary>
    public Tensor Resize(Tensor maps, long[] size, bool alignCorners = false) => functional.interpolate(
        maps, size, mode: Dims == SpatialDims.Two ? InterpolationMode.Bilinear : InterpolationMode.Trilinear, align_corners: alignCorners);

    /// <summary>Batch normalisation; <paramref name="momentum"/> is the weight of the new batch in the running statistics.</summary>
    public Module<Tensor, Tensor> BatchNorm(long channels, double eps = 1e-5, double momentum = 0.1) =>
        Dims == SpatialDims.Two ? BatchNorm2d(channels, eps, momentum) : BatchNorm3d(channels, eps, momentum);

    /// <summary>Instance normalisation, without learnt scale and shift unless <paramref name="affine"/>.</summary>
    public Module<Tensor, Tensor> InstanceNorm(long channels, double eps = 1e-5, bool affine = false) =>
        Dims == SpatialDims.Two ? InstanceNorm2d(channels, eps, affine: affine) : InstanceNorm3d(channels, eps, affine: affine);

    /// <summary>Group normalisation; it has no batch statistics, so it behaves alike in training and inference at any batch size.</summary>
    public Module<Tensor, Tensor> GroupNorm(long groups, long channels, double eps = 1e-5)
    {
        var norm = nn.GroupNorm(groups, channels, eps);
        init.ones_(norm.weight!); // TorchSharp leaves both uninitialised
        init.zeros_(norm.bias!);
        return norm;
    }

    /// <summary>Maximum over windows. The stride is the kernel when not given.</summary>
    public Module<Tensor, Tensor> MaxPool(Extent kernel, Extent? stride = null, Extent? padding = null, bool ceilMode = false)
    {
        var (k, s, p) = (kernel.For(Dims), (stride ?? kernel).For(Dims), (padding ?? 0).For(Dims));
        return Dims == SpatialDims.Two ? MaxPool2d(k, s, p, ceil_mode: ceilMode) : MaxPool3d(k, s, p, ceil_mode: ceilMode);
    }

    /// <summary>
    /// Mean over windows. The stride is the kernel when not given; padded zeros count unless <paramref name="countPadding"/> is false.
    /// </summary>
    public Module<Tensor, Tensor> AvgPool(
        Extent kernel, Extent? stride = null, Extent? padding = null, bool ceilMode = false, bool countPadding = true)
    {
        var (k, s, p) = (kernel.For(Dims), (stride ?? kernel).For(Dims), (padding ?? 0).For(Dims));
        return Dims == SpatialDims.Two
            ? AvgPool2d(k, s, p, ceil_mode: ceilMode, count_include_pad: countPadding)
            : AvgPool3d(k, s, p, ceil_mode: ceilMode, count_include_pad: countPadding);
    }

    /// <summary>Mean over equal parts, so that the output has the given size whatever the input's.</summary>
    public Module<Tensor, Tensor> AdaptiveAvgPool(Extent size) =>
        Dims == SpatialDims.Two ? AdaptiveAvgPool2d(size.For(Dims)) : AdaptiveAvgPool3d(size.For(Dims));

    /// <summary>The mean of each map, <c>[N, C, …] -> [N, C]</c>.</summary>
    public Tensor GlobalAverage(Tensor maps) => maps.mean(SpatialAxes);

    /// <summary>The maximum of each map, <c>[N, C, …] -> [N, C]</c>.</summary>
    public Tensor GlobalMaximum(Tensor maps) => maps.amax(SpatialAxes);

    /// <summary>Sets whole channels to zero in training, each with the given probability.</summary>
    public Module<Tensor, Tensor> ChannelDropout(double probability) =>
        Dims == SpatialDims.Two ? Dropout2d(probability) : Dropout3d(probability);
}
