namespace MedTrain.Data.Imaging;

/// <summary>Smallest, largest and mean of the finite values of an image.</summary>
/// <param name="Minimum">Smallest finite value; NaN when there is none.</param>
/// <param name="Maximum">Largest finite value; NaN when there is none.</param>
/// <param name="Mean">Mean of the finite values; NaN when there is none.</param>
/// <param name="FiniteCount">How many values were finite.</param>
/// <param name="Count">How many values there were.</param>
public sealed record ValueStatistics(double Minimum, double Maximum, double Mean, long FiniteCount, long Count)
{
    /// <summary>The statistics of <paramref name="values"/>, summed in double precision.</summary>
    public static ValueStatistics Of(ReadOnlySpan<float> values)
    {
        double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity, sum = 0;
        long finite = 0;
        foreach (float value in values)
        {
            if (float.IsFinite(value))
            {
                minimum = Math.Min(minimum, value);
                maximum = Math.Max(maximum, value);
                sum += value;
                finite++;
            }
        }
        return finite == 0
            ? new(double.NaN, double.NaN, double.NaN, 0, values.Length)
            : new(minimum, maximum, sum / finite, finite, values.Length);
    }
}
