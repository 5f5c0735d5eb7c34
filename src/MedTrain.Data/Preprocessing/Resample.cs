using System.ComponentModel;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Preprocessing;

/// <summary>Brings the image to a spacing. The field of view stays the same to half a voxel, its centre exactly.</summary>
public sealed record Resample : PreprocessingStep
{
    /// <summary>New distance of voxel centres in mm: x, y for 2D images; x, y, z for volumes.</summary>
    [Description("new distance of voxel centres in mm: [x, y] for 2D images, [x, y, z] for volumes")]
    public required IReadOnlyList<double> SpacingMm { get; init; }

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
        var spacing = AxisNumbers.SpacingFor(old, SpacingMm);
        int Count(int axis) => Math.Max(1, (int)Math.Round(old.Size[axis] * old.SpacingMm[axis] / spacing[axis], MidpointRounding.AwayFromZero));
        return GridResampling.Apply(
            volume, new GridSize(Count(0), Count(1), Count(2)), spacing, Interpolation, Antialias, $"resample: {AxisNumbers.Listed(SpacingMm)} mm");
    }

    /// <inheritdoc/>
    internal override IEnumerable<(string Key, string Message)> Problems() => AxisNumbers.ProblemsOfSpacing(SpacingMm);
}
