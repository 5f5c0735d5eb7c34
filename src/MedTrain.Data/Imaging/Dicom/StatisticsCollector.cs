namespace MedTrain.Data.Imaging.Dicom;

/// <summary>Gathers <see cref="ValueStatistics"/> over the frames of a file or series.</summary>
internal sealed class StatisticsCollector
{
    private double minimum = double.PositiveInfinity;
    private double maximum = double.NegativeInfinity;
    private double sum;
    private long finite;
    private long count;

    public ValueStatistics Result => finite == 0
        ? new(double.NaN, double.NaN, double.NaN, 0, count)
        : new(minimum, maximum, sum / finite, finite, count);

    public void Add(ReadOnlySpan<double> values)
    {
        count += values.Length;
        foreach (double value in values)
        {
            if (double.IsFinite(value))
            {
                minimum = Math.Min(minimum, value);
                maximum = Math.Max(maximum, value);
                sum += value;
                finite++;
            }
        }
    }
}
