namespace MedTrain.Evaluation.Metrics;

/// <summary>Linear agreement in order and spread of predicted and true quantities.</summary>
public static class Correlation
{
    // Variances that are rounding noise of equal numbers, relative to the mean square.
    private const double Negligible = 1e-14;

    /// <summary>Pearson's r; NaN when either side is constant.</summary>
    /// <param name="sums">n, Σx, Σy, Σx², Σy², Σxy about fixed centres.</param>
    public static double Pearson(ReadOnlySpan<double> sums)
    {
        var n = sums[0];
        var x = sums[3] - sums[1] * sums[1] / n;
        var y = sums[4] - sums[2] * sums[2] / n;
        var both = sums[5] - sums[1] * sums[2] / n;
        return x <= Negligible * sums[3] || y <= Negligible * sums[4] ? double.NaN : Math.Clamp(both / Math.Sqrt(x * y), -1, 1);
    }

    internal static Tally Tally(RegressionSample sample)
    {
        // Powers are taken about the means, so that large values do not cancel.
        double x0 = sample.Truth.Average(), y0 = sample.Predicted.Average();
        return new PatientSums(6, sample.Patients, (i, sums) =>
        {
            double x = sample.Truth[i] - x0, y = sample.Predicted[i] - y0;
            sums[0] += 1;
            sums[1] += x;
            sums[2] += y;
            sums[3] += x * x;
            sums[4] += y * y;
            sums[5] += x * y;
        });
    }
}
