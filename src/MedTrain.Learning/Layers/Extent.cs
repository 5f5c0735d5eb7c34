namespace MedTrain.Learning.Layers;

/// <summary>
/// A whole number for each spatial axis (kernel, stride, padding …): one for all axes, or one each in the order <c>[D,] H, W</c>.
/// </summary>
public readonly struct Extent
{
    private readonly long[] sizes;

    private Extent(params long[] sizes) => this.sizes = sizes;

    /// <summary>The same number along every axis.</summary>
    public static implicit operator Extent(long all) => new(all);

    /// <summary>One number for each axis of an image.</summary>
    public static implicit operator Extent((long H, long W) each) => new(each.H, each.W);

    /// <summary>One number for each axis of a volume.</summary>
    public static implicit operator Extent((long D, long H, long W) each) => new(each.D, each.H, each.W);

    /// <summary>The numbers, one for each of <paramref name="dims"/> axes.</summary>
    /// <exception cref="ArgumentException">The extent was given for another number of axes.</exception>
    public long[] For(SpatialDims dims)
    {
        if (sizes.Length == 1)
        {
            return [.. Enumerable.Repeat(sizes[0], (int)dims)];
        }

        return sizes.Length == (int)dims
            ? sizes
            : throw new ArgumentException($"({string.Join(", ", sizes)}) has {sizes.Length} numbers, the layer has {(int)dims} "
                + "spatial axes: give one number, or one for each axis.");
    }
}
