using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Preprocessing;

/// <summary>
/// Keeps a range of a volume's slices across x, y or z. One slice across z is a 2D image; reorient first so that the axes are those meant.
/// </summary>
public sealed record TakeSlices : PreprocessingStep
{
    private const string AxisNames = "xyz";

    /// <summary>The axis that the slices lie across.</summary>
    [Description("the axis that the slices lie across: x, y or z")]
    [RegularExpression("[xyz]")]
    public string Axis { get; init; } = "z";

    /// <summary>The first slice, from 0; null takes the middle of the volume.</summary>
    [Description("the first slice, from 0 (default: so that the middle of the volume is taken)")]
    [Range(0, int.MaxValue)]
    public int? From { get; init; }

    /// <summary>Number of slices.</summary>
    [Description("number of slices")]
    [Range(1, int.MaxValue)]
    public int Count { get; init; } = 1;

    /// <inheritdoc/>
    public override Volume Apply(Volume volume)
    {
        var axis = AxisNames.IndexOf(Axis, StringComparison.Ordinal);
        var from = From ?? (volume.Size[axis] - Count) / 2;
        if (from < 0 || from + Count > volume.Size[axis])
        {
            throw new PreprocessingException($"the image ({volume.Size}) has {volume.Size[axis]} slices across {Axis}, not {from + Count}");
        }
        var first = new[] { 0, 0, 0 };
        int[] size = [volume.Size.X, volume.Size.Y, volume.Size.Z];
        (first[axis], size[axis]) = (from, Count);
        return GridRegion.Cut(
            volume, (first[0], first[1], first[2]), new GridSize(size[0], size[1], size[2]), 0, $"take_slices: {Axis} {from} to {from + Count - 1}");
    }
}
