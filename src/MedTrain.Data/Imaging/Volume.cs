namespace MedTrain.Data.Imaging;

/// <summary>
/// An image of one channel in memory: voxels, where they lie in the patient, and what was done to them since the file.
/// </summary>
public sealed class Volume
{
    /// <summary>Wraps voxels; nothing is copied.</summary>
    /// <param name="voxels">Row-major [Z, Y, X] = [D, H, W], so the index of (x, y, z) is ((z · Y) + y) · X + x.</param>
    /// <param name="geometry">Size and place.</param>
    /// <param name="header">What the file said; null for an image that comes from no file.</param>
    /// <param name="steps">The named steps so far, in order.</param>
    /// <param name="warnings">What a reader noticed that a person should know.</param>
    /// <exception cref="ArgumentException">The number of voxels is not the grid's.</exception>
    public Volume(
        float[] voxels, Geometry geometry, ImageHeader? header = null,
        IReadOnlyList<string>? steps = null, IReadOnlyList<string>? warnings = null)
    {
        if (voxels.LongLength != geometry.Size.Count)
        {
            throw new ArgumentException($"{voxels.LongLength} voxels do not fill a grid of {geometry.Size}.", nameof(voxels));
        }
        Voxels = voxels;
        Geometry = geometry;
        Header = header;
        Steps = steps ?? [];
        Warnings = warnings ?? [];
    }

    /// <summary>The values, row-major [Z, Y, X].</summary>
    public float[] Voxels { get; }

    /// <summary>Size, spacing, origin, direction; LPS mm.</summary>
    public Geometry Geometry { get; }

    /// <summary>Voxels along each axis.</summary>
    public GridSize Size => Geometry.Size;

    /// <summary>What the file said about itself; null for an image that comes from no file.</summary>
    public ImageHeader? Header { get; }

    /// <summary>The named steps since the file, in order, such as <c>rescale: 1 × stored − 1024 (HU)</c>.</summary>
    public IReadOnlyList<string> Steps { get; }

    /// <summary>What the reader would warn about, one sentence each; without patient data.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The value at a voxel.</summary>
    public float this[int x, int y, int z = 0] => Voxels[((((long)z * Size.Y) + y) * Size.X) + x];

    /// <summary>The same image after one more step.</summary>
    /// <param name="step">Name and numbers of the step.</param>
    /// <param name="voxels">The new values.</param>
    /// <param name="geometry">The new geometry; null when it is unchanged.</param>
    public Volume After(string step, float[] voxels, Geometry? geometry = null) =>
        new(voxels, geometry ?? Geometry, Header, [.. Steps, step], Warnings);
}
