namespace MedTrain.Data.Imaging;

/// <summary>Number of voxels along each axis; x is the fastest in memory. A 2D image has Z = 1.</summary>
/// <param name="X">Columns (width).</param>
/// <param name="Y">Rows (height).</param>
/// <param name="Z">Slices (depth).</param>
public readonly record struct GridSize(int X, int Y, int Z)
{
    /// <summary>Number of voxels.</summary>
    public long Count => (long)X * Y * Z;

    /// <summary>Size along axis 0 (x), 1 (y) or 2 (z).</summary>
    public int this[int axis] => axis switch
    {
        0 => X,
        1 => Y,
        2 => Z,
        _ => throw new ArgumentOutOfRangeException(nameof(axis), axis, "An axis is 0, 1 or 2."),
    };

    /// <summary>True for a single slice.</summary>
    public bool IsPlane => Z == 1;

    /// <inheritdoc/>
    public override string ToString() => Z == 1 ? $"{X}x{Y}" : $"{X}x{Y}x{Z}";
}
