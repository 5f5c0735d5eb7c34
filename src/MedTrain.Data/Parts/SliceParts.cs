using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data.Imaging;
using MedTrain.Data.Preprocessing;

namespace MedTrain.Data.Parts;

/// <summary>The slices of a volume across one axis, each alone or with its neighbours as channels (2.5D).</summary>
public sealed record SliceParts : VolumeParts
{
    private const string AxisNames = "xyz";

    /// <summary>The axis that the slices lie across.</summary>
    [Description("the axis that the slices lie across: x, y or z; reorient first, so that it is the one meant")]
    [RegularExpression("[xyz]")]
    public string Axis { get; init; } = "z";

    /// <summary>The first slice.</summary>
    [Description("the first slice, from 0")]
    [Range(0, int.MaxValue)]
    public int From { get; init; }

    /// <summary>The last slice; negative numbers count from the end, −1 is the volume's last.</summary>
    [Description("the last slice; negative numbers count from the end: -1 is the volume's last one, -21 leaves the last 20 out")]
    public int To { get; init; } = -1;

    /// <summary>Distance of the slices that are taken.</summary>
    [Description("every how many slices one is taken")]
    [Range(1, int.MaxValue)]
    public int Step { get; init; } = 1;

    /// <summary>Number of neighbouring slices that become the channels of one part.</summary>
    [Description("how many neighbouring slices, an odd number, become the channels of one part (2.5D); beyond the edge the last one is repeated")]
    [Range(1, 99)]
    public int Stack { get; init; } = 1;

    /// <inheritdoc/>
    public override IReadOnlyList<Part> Of(Geometry image)
    {
        if (image.Size.IsPlane)
        {
            throw new PreprocessingException($"slices: this is a 2D image ({image.Size}), which has no slices; use patches or rois, or volumes");
        }
        var axis = AxisNames.IndexOf(Axis, StringComparison.Ordinal);
        var last = To < 0 ? image.Size[axis] + To : To;
        if (last >= image.Size[axis] || From > last)
        {
            throw new PreprocessingException(
                $"slices: the image ({image.Size}) has slices 0 to {image.Size[axis] - 1} across {Axis}, and {From} to {last} are wanted");
        }
        return [.. Enumerable.Range(0, ((last - From) / Step) + 1).Select(number => SliceAt(image.Size, axis, From + (number * Step)))];
    }

    /// <inheritdoc/>
    internal override IEnumerable<(string Key, string Message)> Problems()
    {
        if (Stack % 2 == 0)
        {
            yield return ("stack", $"is {Stack}; give an odd number, so that the slice lies in the middle of its neighbours");
        }
        if (To >= 0 && To < From)
        {
            yield return ("to", $"is {To}, before from ({From})");
        }
    }

    private Part SliceAt(GridSize image, int axis, int slice)
    {
        int[] first = [0, 0, 0];
        int[] size = [image.X, image.Y, image.Z];
        (first[axis], size[axis]) = (slice - (Stack / 2), Stack);
        return new Part($"{Axis}{slice:000}", (first[0], first[1], first[2]), new GridSize(size[0], size[1], size[2]), axis);
    }
}
