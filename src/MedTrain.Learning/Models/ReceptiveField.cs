using MedTrain.Learning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedTrain.Learning.Models;

/// <summary>The part of the image that one output of a layer can depend on, along the longest path through the network.</summary>
/// <param name="Size">Side of that part along each spatial axis, in pixels or voxels, as if the image had no border.</param>
/// <param name="Stride">Pixels of the image between neighbouring outputs, along each spatial axis.</param>
public sealed record ReceptiveField(IReadOnlyList<long> Size, IReadOnlyList<long> Stride)
{
    /// <summary>The image itself: each pixel sees itself.</summary>
    public static ReceptiveField OfImage(int axes) => new([.. Enumerable.Repeat(1L, axes)], [.. Enumerable.Repeat(1L, axes)]);

    /// <summary>What an output of the layer sees when its inputs see this; null for a layer whose outputs see everything.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">Shape of its input, <c>[N, C, …]</c>.</param>
    /// <param name="output">Shape of its output.</param>
    public ReceptiveField? Through(nn.Module layer, long[] input, long[] output) => layer switch
    {
        Convolution { transposed: false } conv => Window(conv.kernel_size, conv.stride, conv.dilation),
        Convolution conv => Enlarged(conv.kernel_size, conv.stride),
        StandardisedConv conv => Window(conv.Window.Kernel, conv.Window.Stride),
        MaxPool2d pool => Window(pool.kernel_size, pool.stride),
        MaxPool3d pool => Window(pool.kernel_size, pool.stride),
        AvgPool2d pool => Window(pool.kernel_size, pool.stride),
        AvgPool3d pool => Window(pool.kernel_size, pool.stride),
        AdaptiveAvgPool2d or AdaptiveAvgPool3d or AdaptiveMaxPool2d or AdaptiveMaxPool3d or Flatten or Linear => null,
        _ when input.Length != output.Length || output.Length != Size.Count + 2 => null,
        _ => Scaled(input, output),
    };

    /// <summary>The larger of the two along each axis: where paths join, the longest one counts.</summary>
    public ReceptiveField Joined(ReceptiveField other) => new(
        [.. Size.Zip(other.Size, Math.Max)],
        [.. Stride.Zip(other.Stride, Math.Max)]);

    // r + (k - 1) d j and j s: see Dumoulin and Visin, A guide to convolution arithmetic for deep learning,
    // https://arxiv.org/abs/1603.07285.
    internal ReceptiveField Window(long[] kernel, long[] stride, long[]? dilation = null) => new(
        [.. Size.Select((size, axis) => size + ((kernel[axis] - 1) * (dilation?[axis] ?? 1) * Stride[axis]))],
        [.. Stride.Select((step, axis) => step * stride[axis])]);

    /// <summary>Through a transposed convolution: an output reads at most ⌈k / s⌉ neighbouring inputs, and lies s times as dense.</summary>
    internal ReceptiveField Enlarged(long[] kernel, long[] stride) => new(
        [.. Size.Select((size, axis) => size + ((((kernel[axis] + stride[axis] - 1) / stride[axis]) - 1) * Stride[axis]))],
        [.. Stride.Select((step, axis) => Math.Max(1, step / stride[axis]))]);

    // Layers that work value by value, and those that enlarge maps by repeating or unpooling.
    private ReceptiveField Scaled(long[] input, long[] output) => new(
        Size,
        [.. Stride.Select((step, axis) => Math.Max(1, step / Math.Max(1, output[axis + 2] / Math.Max(1, input[axis + 2]))))]);
}
