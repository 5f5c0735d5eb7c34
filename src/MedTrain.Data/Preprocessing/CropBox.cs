using System.ComponentModel;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Preprocessing;

/// <summary>Cuts a box about a point that is the same in every image, given in voxels or in mm of the patient (a region of a template).</summary>
public sealed record CropBox : PreprocessingStep
{
    /// <summary>The box's middle, in voxels from the first one's centre.</summary>
    [Description("the box's middle in voxels, from 0: [x, y] or [x, y, z]")]
    public IReadOnlyList<double>? CenterVoxel { get; init; }

    /// <summary>Instead: the box's middle in mm.</summary>
    [Description("instead of center_voxel: the box's middle in mm, to the patient's left, back and head (LPS)")]
    public IReadOnlyList<double>? CenterMm { get; init; }

    /// <summary>Voxels of the box.</summary>
    [Description("number of voxels: [x, y] for 2D images, [x, y, z] for volumes")]
    public required IReadOnlyList<int> Size { get; init; }

    /// <summary>Value outside the image; the image's least value when absent.</summary>
    [Description("value outside the image (default: the image's least value)")]
    public double? Fill { get; init; }

    /// <inheritdoc/>
    public override Volume Apply(Volume volume)
    {
        var size = AxisNumbers.SizeFor(volume.Size, Size);
        var center = CenterMm is { } mm ? volume.Geometry.ToVoxel(new Vector3(mm[0], mm[1], mm[2]))
            : new Vector3(CenterVoxel![0], CenterVoxel[1], CenterVoxel.Count == 3 ? CenterVoxel[2] : 0);
        int First(int axis) => (int)Math.Round(center[axis] - ((size[axis] - 1) / 2.0), MidpointRounding.AwayFromZero);
        var first = (First(0), First(1), First(2));
        for (var axis = 0; axis < 3; axis++)
        {
            if (First(axis) + size[axis] <= 0 || First(axis) >= volume.Size[axis])
            {
                throw new PreprocessingException($"the box lies wholly outside the image ({volume.Size}): its middle is at voxel {center}");
            }
        }
        return GridRegion.Cut(volume, first, size, (float?)Fill ?? volume.Voxels.Min(), $"crop_box: {size} at voxel {first}");
    }

    /// <inheritdoc/>
    internal override IEnumerable<(string Key, string Message)> Problems()
    {
        if (CenterVoxel is null == CenterMm is null)
        {
            yield return ("center_voxel", "give either center_voxel or center_mm");
        }
        if (CenterMm is { Count: not 3 })
        {
            yield return ("center_mm", $"has {CenterMm.Count} numbers; give three");
        }
        if (CenterVoxel is not null && CenterVoxel.Count != Size.Count)
        {
            yield return ("center_voxel", $"has {CenterVoxel.Count} numbers and size {Size.Count}; give as many");
        }
        foreach (var problem in AxisNumbers.ProblemsOfSize(Size))
        {
            yield return problem;
        }
    }
}
