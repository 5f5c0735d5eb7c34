using System.ComponentModel;
using MedTrain.Data.Imaging;
using MedTrain.Data.Preprocessing;

namespace MedTrain.Data.Parts;

/// <summary>Boxes of one size on a regular grid from the image's first voxel on; each lies wholly inside the image.</summary>
public sealed record PatchParts : VolumeParts
{
    /// <summary>Voxels of a patch.</summary>
    [Description("voxels of a patch: [x, y] for 2D images, [x, y, z] for volumes")]
    public required IReadOnlyList<int> Size { get; init; }

    /// <summary>Distance of neighbouring patches; their size when absent.</summary>
    [Description("voxels from one patch to the next: [x, y] or [x, y, z] (default: size, so that patches touch)")]
    public IReadOnlyList<int>? Stride { get; init; }

    /// <summary>Whether patches that end with the image are added where the grid leaves voxels out.</summary>
    [Description("add patches that end where the image ends, when the grid would leave voxels there out")]
    public bool Cover { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<Part> Of(Geometry image)
    {
        var size = AxisNumbers.SizeFor(image.Size, Size);
        var stride = Stride is null ? size : AxisNumbers.SizeFor(image.Size, Stride);
        var starts = Enumerable.Range(0, 3).Select(axis => Starts(image.Size, size, stride, axis)).ToArray();
        return
        [
            .. from z in starts[2]
               from y in starts[1]
               from x in starts[0]
               select new Part(image.Size.IsPlane ? $"x{x:000}-y{y:000}" : $"x{x:000}-y{y:000}-z{z:000}", (x, y, z), size),
        ];
    }

    /// <inheritdoc/>
    internal override IEnumerable<(string Key, string Message)> Problems()
    {
        foreach (var problem in AxisNumbers.ProblemsOfSize(Size))
        {
            yield return problem;
        }
        if (Stride is not null && (Stride.Count != Size.Count || Stride.Any(step => step < 1)))
        {
            yield return ("stride", $"is [{string.Join(", ", Stride)}]; give {Size.Count} numbers as for size, each at least 1");
        }
    }

    private List<int> Starts(GridSize image, GridSize size, GridSize stride, int axis)
    {
        var last = image[axis] - size[axis];
        if (last < 0)
        {
            throw new PreprocessingException($"patches: a patch of {size} does not fit into the image ({image}); make it smaller, or crop_or_pad");
        }
        var starts = Enumerable.Range(0, (last / stride[axis]) + 1).Select(number => number * stride[axis]).ToList();
        if (Cover && starts[^1] < last)
        {
            starts.Add(last);
        }
        return starts;
    }
}
