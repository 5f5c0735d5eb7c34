using System.ComponentModel;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Preprocessing;

/// <summary>
/// Sets voxels outside a given mask, such as a template's brain, to 0. The mask is laid over the image by place (mm), nearest voxel; what
/// lies beyond it is outside. Put z_score with nonzero after it to normalise by the mask.
/// </summary>
public sealed record ApplyMask : PreprocessingStep
{
    /// <summary>The mask: a NIfTI file, above 0 inside.</summary>
    [Description("NIfTI file in the place of the images, above 0 inside")]
    public required string File { get; init; }

    /// <summary>SHA-256 of the file, part of the cache key.</summary>
    public string Content => GivenImage.ContentOf(File);

    /// <inheritdoc/>
    public override Volume Apply(Volume volume)
    {
        var mask = GivenImage.Of(File);
        var toMask = mask.Geometry.VoxelToLps.Inverse().After(volume.Geometry.VoxelToLps);
        var (size, inside) = (volume.Size, 0);
        var voxels = new float[volume.Voxels.Length];
        for (var index = 0; index < voxels.Length; index++)
        {
            var place = toMask.Apply(new Vector3(index % size.X, index / size.X % size.Y, index / size.X / size.Y));
            var (x, y, z) = (Nearest(place.X), Nearest(place.Y), Nearest(place.Z));
            if (x >= 0 && y >= 0 && z >= 0 && x < mask.Size.X && y < mask.Size.Y && z < mask.Size.Z && mask[x, y, z] > 0)
            {
                voxels[index] = volume.Voxels[index];
                inside++;
            }
        }
        return inside > 0 ? volume.After($"apply_mask: {inside} voxels inside", voxels)
            : throw new PreprocessingException("no voxel lies inside the mask: the image and the mask are not in the same place; register it first");
    }

    /// <inheritdoc/>
    internal override IEnumerable<(string Key, string Message)> Problems() => GivenImage.Problems(File, "file");

    private static int Nearest(double place) => (int)Math.Floor(place + 0.5);
}
