namespace MedTrain.Data.Preprocessing;

/// <summary>
/// Turns values into the coefficients of the cubic B-spline through them, along one axis (Unser, IEEE Signal Processing Magazine 1999);
/// the image is mirrored about its edge voxels, as <c>scipy.ndimage.spline_filter(mode='mirror')</c>.
/// </summary>
internal static class SplinePrefilter
{
    private const double Tolerance = 1e-9;

    private static readonly double Pole = Math.Sqrt(3) - 2;

    /// <summary>Filters along an axis.</summary>
    /// <param name="values">The image.</param>
    /// <param name="length">Voxels along the axis, 2 or more.</param>
    /// <param name="inner">Voxels between neighbours along the axis.</param>
    /// <param name="result">As many values.</param>
    public static void Apply(ReadOnlySpan<float> values, int length, int inner, Span<float> result)
    {
        var line = new double[length];
        for (var start = 0; start < values.Length; start += length * inner)
        {
            for (var offset = start; offset < start + inner; offset++)
            {
                for (var index = 0; index < length; index++)
                {
                    line[index] = 6 * values[offset + (index * inner)];
                }
                Filter(line);
                for (var index = 0; index < length; index++)
                {
                    result[offset + (index * inner)] = (float)line[index];
                }
            }
        }
    }

    private static void Filter(double[] line)
    {
        line[0] = FirstCausal(line);
        for (var index = 1; index < line.Length; index++)
        {
            line[index] += Pole * line[index - 1];
        }
        line[^1] = Pole / ((Pole * Pole) - 1) * (line[^1] + (Pole * line[^2]));
        for (var index = line.Length - 2; index >= 0; index--)
        {
            line[index] = Pole * (line[index + 1] - line[index]);
        }
    }

    /// <summary>The sum over the mirrored line to the left, exact for short lines.</summary>
    private static double FirstCausal(double[] line)
    {
        var count = line.Length;
        var reach = (int)Math.Ceiling(Math.Log(Tolerance) / Math.Log(Math.Abs(Pole)));
        var (sum, power) = (line[0], 1.0);
        if (reach < count)
        {
            for (var index = 1; index < reach; index++)
            {
                sum += (power *= Pole) * line[index];
            }
            return sum;
        }
        var last = Math.Pow(Pole, count - 1);
        sum += last * line[^1];
        for (var index = 1; index < count - 1; index++)
        {
            power *= Pole;
            sum += (power + (last * last / power)) * line[index];
        }
        return sum / (1 - (last * last));
    }
}
