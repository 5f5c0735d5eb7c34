using System.ComponentModel;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Preprocessing;

/// <summary>Brings the image to a number of voxels. The field of view stays exactly the same, so the spacing changes, per axis.</summary>
public sealed record Resize : PreprocessingStep
{
    /// <summary>New number of voxels: x, y for 2D images; x, y, z for volumes.</summary>
    [Description("new number of voxels: [x, y] for 2D images, [x, y, z] for volumes")]
    public required IReadOnlyList<int> Size { get; init; }

    /// <summary>How values between voxels are found.</summary>
    [Description("linear for grey values, bspline for sharper ones, nearest for masks")]
    public Interpolation Interpolation { get; init; }

    /// <summary>Whether to filter (Gaussian) before the grid becomes coarser.</summary>
    [Description("filter before the grid becomes coarser, so that fine texture does not turn into false coarse texture")]
    public bool Antialias { get; init; } = true;

    /// <inheritdoc/>
    public override Volume Apply(Volume volume)
    {
        var old = volume.Geometry;
        var size = AxisNumbers.SizeFor(old.Size, Size);
        var spacing = new Vector3(
            old.SpacingMm.X * old.Size.X / size.X, old.SpacingMm.Y * old.Size.Y / size.Y, old.SpacingMm.Z * old.Size.Z / size.Z);
        return GridResampling.Apply(volume, size, spacing, Interpolation, Antialias, $"resize: {size}");
    }

    /// <inheritdoc/>
    internal override IEnumerable<(string Key, string Message)> Problems() => AxisNumbers.ProblemsOfSize(Size);
}
