using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Raster;

namespace MedTrain.Data.Preprocessing;

/// <summary>
/// Takes the slow change of brightness out of an MR volume: N4 (Tustison et al. 2010), by ITK. The field is estimated on a coarser image
/// and divided out of the whole one.
/// </summary>
public sealed record CorrectBias : WorkerStep
{
    /// <summary>Which voxels the field is estimated from.</summary>
    [Description("voxels that the field is estimated from: otsu (above Otsu's threshold), nonzero (of skull-stripped images)")]
    [RegularExpression("otsu|nonzero")]
    public string Inside { get; init; } = "otsu";

    /// <summary>By how much the image is made coarser for the estimate.</summary>
    [Description("by how much the image is made coarser for the estimate")]
    [Range(1, 8)]
    public int Shrink { get; init; } = 4;

    /// <summary>Levels of the spline, each twice as fine as the one before.</summary>
    [Description("levels of the field's spline, each twice as fine as the one before")]
    [Range(1, 6)]
    public int Levels { get; init; } = 4;

    /// <summary>Most iterations of a level.</summary>
    [Description("most iterations of a level")]
    [Range(1, 1000)]
    public int Iterations { get; init; } = 50;

    /// <summary>Distance of the spline's control points at the first level.</summary>
    [Description("distance of the spline's control points at the first level, in mm (default: that of Clinica's t1-linear)")]
    [Range(10, 10000)]
    public double ControlDistanceMm { get; init; } = 600;

    /// <inheritdoc/>
    public override Volume Apply(Volume volume)
    {
        Require(volume);
        var voxels = ItkVolumes.CorrectBias(volume, this);
        return volume.After($"correct_bias: N4, {Levels} levels of {Iterations} iterations", voxels);
    }

    /// <inheritdoc/>
    internal override void Require(Volume volume)
    {
        if (Math.Min(volume.Size.X, Math.Min(volume.Size.Y, volume.Size.Z)) < 8)
        {
            throw new PreprocessingException($"the image is {volume.Size}; a bias field can be estimated of volumes with at least 8 voxels along each axis");
        }
        if (volume.Voxels.Min() < 0)
        {
            throw new PreprocessingException("the image has values below 0, of which there is no logarithm; put the step before z_score and the like");
        }
    }
}
