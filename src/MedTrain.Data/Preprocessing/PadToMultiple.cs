using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Preprocessing;

/// <summary>Fills the image up evenly on both sides until every size is a multiple of a number, as networks with skip connections ask for.</summary>
public sealed record PadToMultiple : PreprocessingStep
{
    /// <summary>Sizes become multiples of this.</summary>
    [Description("sizes become multiples of this, such as 16 for four poolings")]
    [Range(2, 1024)]
    public int Of { get; init; } = 16;

    /// <summary>Value outside the image; the image's least value when absent.</summary>
    [Description("value outside the image (default: the image's least value)")]
    public double? Fill { get; init; }

    /// <inheritdoc/>
    public override Volume Apply(Volume volume)
    {
        var old = volume.Size;
        int Up(int count) => (count + Of - 1) / Of * Of;
        var size = new GridSize(Up(old.X), Up(old.Y), old.IsPlane ? 1 : Up(old.Z));
        var first = (-((size.X - old.X) / 2), -((size.Y - old.Y) / 2), -((size.Z - old.Z) / 2));
        return GridRegion.Cut(volume, first, size, (float?)Fill ?? volume.Voxels.Min(), $"pad_to_multiple: {size}");
    }
}
