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
        var mask = GivenImage.Over(volume.Geometry, GivenImage.Of(File));
        var inside = mask.Count(value => value > 0);
        float[] voxels = [.. volume.Voxels.Zip(mask, (voxel, value) => value > 0 ? voxel : 0)];
        return inside > 0 ? volume.After($"apply_mask: {inside} voxels inside", voxels)
            : throw new PreprocessingException("no voxel lies inside the mask: the image and the mask are not in the same place; register it first");
    }

    /// <inheritdoc/>
    internal override IEnumerable<(string Key, string Message)> Problems() => GivenImage.Problems(File, "file");
}
