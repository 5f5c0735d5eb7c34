using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Layers;

/// <summary>
/// Largest value of windows of 2 with stride 2, after a zero at the front of every axis of odd length: n becomes ceil(n / 2). The zero
/// stands before the first value, so windows lie as in the reference of the Alzheimer's networks (aramis-lab, PadMaxPool), not as with
/// <c>ceil_mode</c>.
/// </summary>
/// <param name="dims">The number of spatial axes.</param>
public sealed class HalvingMaxPool(SpatialDims dims) : Module<Tensor, Tensor>(nameof(HalvingMaxPool))
{
    private long[] Window => [.. Enumerable.Repeat(2L, (int)dims)];

    /// <summary><c>[N, C, (d,) h, w]</c> to <c>[N, C, (⌈d/2⌉,) ⌈h/2⌉, ⌈w/2⌉]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var padded = Padded(input);
        var halved = dims == SpatialDims.Two ? functional.max_pool2d(padded, Window) : functional.max_pool3d(padded, Window);
        return halved.MoveToOuterDisposeScope();
    }

    /// <summary>The same, with what <see cref="Undo"/> needs to put the values back.</summary>
    public (Tensor Values, Tensor Indices) WithIndices(Tensor input)
    {
        using var scope = NewDisposeScope();
        var padded = Padded(input);
        var (values, indices) = dims == SpatialDims.Two
            ? functional.max_pool2d_with_indices(padded, Window)
            : functional.max_pool3d_with_indices(padded, Window);
        return (values.MoveToOuterDisposeScope(), indices.MoveToOuterDisposeScope());
    }

    /// <summary>Puts values back where they came from, zeros elsewhere, and cuts the padding off.</summary>
    /// <param name="values">The values <c>[N, C, …]</c>.</param>
    /// <param name="indices">The indices that <see cref="WithIndices"/> gave.</param>
    /// <param name="size">The spatial size before pooling.</param>
    public Tensor Undo(Tensor values, Tensor indices, long[] size)
    {
        using var scope = NewDisposeScope();
        long[] padded = [.. values.shape[..2], .. size.Select(side => side + (side % 2))]; // the whole shape: libtorch's C++ takes no less
        var maps = dims == SpatialDims.Two
            ? functional.max_unpool2d(values, indices, Window, output_size: padded)
            : functional.max_unpool3d(values, indices, Window, output_size: padded);
        for (var axis = 0; axis < size.Length; axis++)
        {
            maps = maps.narrow(axis + 2, size[axis] % 2, size[axis]);
        }

        return maps.MoveToOuterDisposeScope();
    }

    private static Tensor Padded(Tensor input)
    {
        var front = input.shape.Skip(2).Reverse().SelectMany(side => new[] { side % 2, 0 }).ToArray(); // last axis first
        return front.All(zeros => zeros == 0) ? input : functional.pad(input, front);
    }
}
