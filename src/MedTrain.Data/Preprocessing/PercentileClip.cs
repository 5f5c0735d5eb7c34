using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Preprocessing;

/// <summary>Cuts values off at two percentiles of the image's own values, against a few very bright or dark voxels.</summary>
public sealed record PercentileClip : PreprocessingStep
{
    /// <summary>Lower percentile, 0 to 100.</summary>
    [Description("lower percentile, 0 to 100")]
    [Range(0.0, 100.0)]
    public double Lower { get; init; } = 0.5;

    /// <summary>Upper percentile, 0 to 100.</summary>
    [Description("upper percentile, 0 to 100")]
    [Range(0.0, 100.0)]
    public double Upper { get; init; } = 99.5;

    /// <summary>Whether only voxels other than 0 count, as in skull-stripped images.</summary>
    [Description("take the percentiles of voxels other than 0 only (skull-stripped images)")]
    public bool Nonzero { get; init; }

    /// <inheritdoc/>
    public override Volume Apply(Volume volume)
    {
        var values = Nonzero ? Array.FindAll(volume.Voxels, value => value != 0) : [.. volume.Voxels];
        if (values.Length == 0)
        {
            throw new PreprocessingException("all voxels are 0, so there are no percentiles");
        }
        var lower = (float)OrderStatistics.Percentile(values, Lower);
        var upper = (float)OrderStatistics.Percentile(values, Upper);
        return volume.After(
            $"percentile_clip: {AxisNumbers.Listed([lower, upper])}", Array.ConvertAll(volume.Voxels, value => Math.Clamp(value, lower, upper)));
    }

    /// <inheritdoc/>
    internal override IEnumerable<(string Key, string Message)> Problems() => ValueRange.Problems(Lower, Upper, "lower", "upper");
}
