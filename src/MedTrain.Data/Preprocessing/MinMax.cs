using MedTrain.Data.Imaging;

namespace MedTrain.Data.Preprocessing;

/// <summary>Maps the image's own least and greatest value to 0 and 1. One very bright voxel makes the rest dark: put percentile_clip before it.</summary>
public sealed record MinMax : PreprocessingStep
{
    /// <inheritdoc/>
    public override Volume Apply(Volume volume)
    {
        var (lower, upper) = (volume.Voxels.Min(), volume.Voxels.Max());
        if (lower == upper)
        {
            throw new PreprocessingException($"all voxels are {AxisNumbers.Listed([lower])}; an image without contrast cannot be scaled");
        }
        return ValueRange.ToUnit(volume, lower, upper, $"min_max: {AxisNumbers.Listed([lower, upper])} to 0, 1");
    }
}
