using System.ComponentModel;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Preprocessing;

/// <summary>Cuts or fills up the image evenly on both sides to a number of voxels; the spacing stays.</summary>
public sealed record CropOrPad : PreprocessingStep
{
    /// <summary>New number of voxels: x, y for 2D images; x, y, z for volumes.</summary>
    [Description("new number of voxels: [x, y] for 2D images, [x, y, z] for volumes")]
    public required IReadOnlyList<int> Size { get; init; }

    /// <summary>Value outside the image; the image's least value when absent.</summary>
    [Description("value outside the image (default: the image's least value)")]
    public double? Fill { get; init; }

    /// <inheritdoc/>
    public override Volume Apply(Volume volume)
    {
        var size = AxisNumbers.SizeFor(volume.Size, Size);
        var old = volume.Size;
        var first = ((old.X - size.X) / 2, (old.Y - size.Y) / 2, (old.Z - size.Z) / 2);
        return GridRegion.Cut(volume, first, size, (float?)Fill ?? volume.Voxels.Min(), $"crop_or_pad: {size}");
    }

    /// <inheritdoc/>
    internal override IEnumerable<(string Key, string Message)> Problems() => AxisNumbers.ProblemsOfSize(Size);
}
