using System.ComponentModel;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Preprocessing;

/// <summary>
/// A CT window: maps a range of Hounsfield units to 0..1 and cuts off what lies outside. Given either by its ends or, as on a viewer,
/// by centre and width (DICOM's linear VOI function, PS3.3 C.11.2.1.2.1).
/// </summary>
public sealed record IntensityWindow : PreprocessingStep
{
    /// <summary>Lower end in HU; becomes 0.</summary>
    [Description("lower end in HU, becomes 0")]
    public double? LowerHu { get; init; }

    /// <summary>Upper end in HU; becomes 1.</summary>
    [Description("upper end in HU, becomes 1")]
    public double? UpperHu { get; init; }

    /// <summary>Instead of the ends: the window's centre in HU.</summary>
    [Description("instead of the ends: the window's centre in HU, as on a viewer (lung: -600)")]
    public double? CenterHu { get; init; }

    /// <summary>Instead of the ends: the window's width in HU.</summary>
    [Description("instead of the ends: the window's width in HU, as on a viewer (lung: 1500)")]
    public double? WidthHu { get; init; }

    /// <inheritdoc/>
    public override Volume Apply(Volume volume)
    {
        var (lower, upper) = Ends();
        return ValueRange.ToUnit(volume, lower, upper, $"intensity_window: {AxisNumbers.Listed([lower, upper])} HU to 0, 1");
    }

    /// <inheritdoc/>
    internal override IEnumerable<(string Key, string Message)> Problems()
    {
        var byEnds = LowerHu is not null && UpperHu is not null && CenterHu is null && WidthHu is null;
        var byCenter = LowerHu is null && UpperHu is null && CenterHu is not null && WidthHu is not null;
        if (!byEnds && !byCenter)
        {
            return [("lower_hu", "give either lower_hu and upper_hu, or center_hu and width_hu")];
        }
        return byEnds ? ValueRange.Problems(LowerHu!.Value, UpperHu!.Value, "lower_hu", "upper_hu")
            : WidthHu > 1 ? [] : [("width_hu", $"is {AxisNumbers.Listed([WidthHu!.Value])}; it must be above 1")];
    }

    private (double Lower, double Upper) Ends()
    {
        if (LowerHu is { } lower && UpperHu is { } upper)
        {
            return (lower, upper);
        }
        var half = (WidthHu!.Value - 1) / 2;
        return (CenterHu!.Value - 0.5 - half, CenterHu!.Value - 0.5 + half);
    }
}
