using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Parts;

/// <summary>The place of one region of interest.</summary>
public sealed record RoiBox
{
    /// <summary>Its name.</summary>
    [Description("name of the region")]
    [RegularExpression("[A-Za-z0-9][A-Za-z0-9._-]*")]
    public required string Name { get; init; }

    /// <summary>Its middle, in voxels from the first one's centre.</summary>
    [Description("the middle in voxels of the preprocessed image, from 0: [x, y] or [x, y, z]")]
    public IReadOnlyList<double>? CenterVoxel { get; init; }

    /// <summary>Instead: its middle in mm.</summary>
    [Description("instead of center_voxel: the middle in mm, to the patient's left, back and head (LPS): [x, y, z]")]
    public IReadOnlyList<double>? CenterMm { get; init; }

    /// <summary>Its middle as a voxel index of an image, possibly a fraction.</summary>
    internal Vector3 MiddleIn(Geometry image) => CenterMm is { } mm
        ? image.ToVoxel(new Vector3(mm[0], mm[1], mm[2]))
        : new Vector3(CenterVoxel![0], CenterVoxel[1], CenterVoxel.Count == 3 ? CenterVoxel[2] : 0);

    /// <summary>What is wrong with it.</summary>
    /// <param name="dimensions">Numbers of the boxes' size.</param>
    internal IEnumerable<string> Problems(int dimensions)
    {
        if (CenterVoxel is null == CenterMm is null)
        {
            yield return $"'{Name}': give either center_voxel or center_mm";
        }
        if (CenterMm is { Count: not 3 })
        {
            yield return $"'{Name}': center_mm has {CenterMm.Count} numbers; give three";
        }
        if (CenterVoxel is not null && CenterVoxel.Count != dimensions)
        {
            yield return $"'{Name}': center_voxel has {CenterVoxel.Count} numbers and size {dimensions}; give as many";
        }
    }
}
