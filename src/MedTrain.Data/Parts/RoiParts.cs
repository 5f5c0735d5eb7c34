using System.ComponentModel;
using MedTrain.Data.Imaging;
using MedTrain.Data.Preprocessing;

namespace MedTrain.Data.Parts;

/// <summary>Boxes of one size around given places, such as the hippocampi of a template.</summary>
public sealed record RoiParts : VolumeParts
{
    /// <summary>Voxels of each box.</summary>
    [Description("voxels of each box: [x, y] for 2D images, [x, y, z] for volumes")]
    public required IReadOnlyList<int> Size { get; init; }

    /// <summary>The boxes.</summary>
    [Description("the boxes: a name each, and center_voxel or center_mm")]
    public required IReadOnlyList<RoiBox> Boxes { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<Part> Of(Geometry image)
    {
        var size = AxisNumbers.SizeFor(image.Size, Size);
        return [.. Boxes.Select(box => PartOf(box, image, size))];
    }

    /// <inheritdoc/>
    internal override IEnumerable<(string Key, string Message)> Problems()
    {
        foreach (var problem in AxisNumbers.ProblemsOfSize(Size))
        {
            yield return problem;
        }
        if (Boxes.Count == 0)
        {
            yield return ("boxes", "is empty; give at least one box");
        }
        foreach (var name in Boxes.GroupBy(box => box.Name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key))
        {
            yield return ("boxes", $"has the name '{name}' more than once; give each box a name of its own");
        }
        foreach (var (index, box) in Boxes.Index())
        {
            foreach (var problem in box.Problems(Size.Count))
            {
                yield return ($"boxes.{index}", problem);
            }
        }
    }

    private static Part PartOf(RoiBox box, Geometry image, GridSize size)
    {
        var middle = box.MiddleIn(image);
        for (var axis = 0; axis < 3; axis++)
        {
            if (middle[axis] < -0.5 || middle[axis] > image.Size[axis] - 0.5)
            {
                throw new PreprocessingException(
                    $"rois: the middle of '{box.Name}' lies outside the image ({image.Size}), at voxel {middle}; "
                    + "give another place, or register the images to the template that it is meant in");
            }
        }
        int First(int axis) => (int)Math.Round(middle[axis] - ((size[axis] - 1) / 2.0), MidpointRounding.AwayFromZero);
        return new Part(box.Name, (First(0), First(1), First(2)), size);
    }
}
