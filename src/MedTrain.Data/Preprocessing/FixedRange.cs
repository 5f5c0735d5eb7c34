using System.ComponentModel;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Preprocessing;

/// <summary>Maps a given range of values to 0..1, the same for every image, and cuts off what lies outside; 0..255 for 8-bit images.</summary>
public sealed record FixedRange : PreprocessingStep
{
    /// <summary>The value that becomes 0.</summary>
    [Description("value that becomes 0; values below it too")]
    public required double Lower { get; init; }

    /// <summary>The value that becomes 1.</summary>
    [Description("value that becomes 1; values above it too (255 for 8-bit images)")]
    public required double Upper { get; init; }

    /// <inheritdoc/>
    public override Volume Apply(Volume volume) =>
        ValueRange.ToUnit(volume, Lower, Upper, $"fixed_range: {AxisNumbers.Listed([Lower, Upper])} to 0, 1");

    /// <inheritdoc/>
    internal override IEnumerable<(string Key, string Message)> Problems() => ValueRange.Problems(Lower, Upper, "lower", "upper");
}
