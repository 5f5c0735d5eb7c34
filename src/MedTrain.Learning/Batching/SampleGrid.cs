using MedTrain.Data.Imaging;

namespace MedTrain.Learning.Batching;

/// <summary>Sizes of one sample, <c>[C, D, H, W]</c>; a 2D image has D = 1.</summary>
internal readonly record struct SampleGrid(int Channels, int Depth, int Height, int Width)
{
    /// <summary>Voxels of one channel.</summary>
    public int Voxels => Depth * Height * Width;

    /// <summary>True for a 2D image.</summary>
    public bool IsPlane => Depth == 1;

    /// <summary>2 or 3.</summary>
    public int Dimensions => IsPlane ? 2 : 3;

    /// <summary>The middle of the grid, in voxels from the first one's centre.</summary>
    public Vector3 Center => new((Width - 1) / 2.0, (Height - 1) / 2.0, (Depth - 1) / 2.0);

    /// <summary>Size along axis 0 (x), 1 (y) or 2 (z).</summary>
    public int this[int axis] => axis switch
    {
        0 => Width,
        1 => Height,
        _ => Depth,
    };

    /// <summary>From a shape <c>[C, H, W]</c> or <c>[C, D, H, W]</c>.</summary>
    public static SampleGrid Of(ReadOnlySpan<long> shape) =>
        new((int)shape[0], shape.Length == 4 ? (int)shape[1] : 1, (int)shape[^2], (int)shape[^1]);

    /// <summary>Voxels between neighbours along an axis.</summary>
    public int Stride(int axis) => axis switch
    {
        0 => 1,
        1 => Width,
        _ => Width * Height,
    };
}
