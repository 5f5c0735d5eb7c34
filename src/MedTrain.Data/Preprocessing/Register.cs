using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Raster;

namespace MedTrain.Data.Preprocessing;

/// <summary>
/// Lays a volume over a template: rigid, then affine, by mutual information (ITK), then linear resampling onto the template's grid. From
/// here on mm are those of the template; the step's record holds the map between the two. The same image gives the same voxels each time.
/// </summary>
public sealed record Register : WorkerStep
{
    /// <summary>The template.</summary>
    [Description("NIfTI file of the template, such as MNI152 at 1 mm")]
    public required string Template { get; init; }

    /// <summary>How far the image may be changed.</summary>
    [Description("affine (12 parameters), or rigid (6: sizes stay)")]
    [RegularExpression("affine|rigid")]
    public string Transform { get; init; } = "affine";

    /// <summary>Share of the template's voxels that are compared.</summary>
    [Description("share of the template's voxels that are compared")]
    [Range(0.01, 1.0)]
    public double Sampling { get; init; } = 0.1;

    /// <summary>Most iterations of a resolution.</summary>
    [Description("most iterations of each of the three resolutions")]
    [Range(1, 10000)]
    public int Iterations { get; init; } = 100;

    /// <summary>SHA-256 of the template, part of the cache key.</summary>
    public string Content => GivenImage.ContentOf(Template);

    /// <inheritdoc/>
    public override Volume Apply(Volume volume)
    {
        Require(volume);
        var template = GivenImage.Of(Template);
        if (template.Size.IsPlane)
        {
            throw new PreprocessingException($"the template is a 2D image ({template.Size}); give a volume");
        }
        var (voxels, map) = ItkVolumes.Register(template, volume, this);
        var rows = string.Join("; ", map.Chunk(4).Select(AxisNumbers.Listed));
        return volume.After($"register: {Transform}; a point of the template (LPS mm) lies in the image at [{rows}]", voxels, template.Geometry);
    }

    /// <inheritdoc/>
    internal override void Require(Volume volume)
    {
        if (volume.Size.IsPlane)
        {
            throw new PreprocessingException($"this is a 2D image ({volume.Size}); only volumes can be registered");
        }
    }

    /// <inheritdoc/>
    internal override IEnumerable<(string Key, string Message)> Problems() => GivenImage.Problems(Template, "template");
}
