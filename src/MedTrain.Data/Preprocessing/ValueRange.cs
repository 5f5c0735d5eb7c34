using MedTrain.Data.Imaging;

namespace MedTrain.Data.Preprocessing;

/// <summary>Operations on values that share their arithmetic among several steps.</summary>
internal static class ValueRange
{
    /// <summary>Maps <paramref name="lower"/>..<paramref name="upper"/> to 0..1; values outside become 0 or 1.</summary>
    public static Volume ToUnit(Volume volume, double lower, double upper, string step)
    {
        var scale = 1 / (upper - lower);
        return volume.After(step, Array.ConvertAll(volume.Voxels, value => (float)Math.Clamp((value - lower) * scale, 0, 1)));
    }

    /// <summary>What is wrong with a range.</summary>
    /// <returns>Nothing, or one problem at <paramref name="upperKey"/>.</returns>
    public static IEnumerable<(string Key, string Message)> Problems(double lower, double upper, string lowerKey, string upperKey)
    {
        if (!(lower < upper) || !double.IsFinite(lower) || !double.IsFinite(upper))
        {
            yield return (upperKey, $"is {AxisNumbers.Listed([upper])}; it must be greater than {lowerKey} ({AxisNumbers.Listed([lower])})");
        }
    }
}
