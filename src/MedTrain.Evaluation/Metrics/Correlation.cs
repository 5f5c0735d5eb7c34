using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;

namespace MedTrain.Evaluation.Metrics;

/// <summary>Linear agreement of predicted (y) and true (x) quantities; NaN where what is divided by does not vary.</summary>
public static class Correlation
{
    // A variance below this share of the mean square is rounding noise of equal numbers.
    private const double Negligible = 1e-14;

    /// <summary>Pearson's r.</summary>
    /// <param name="sums">n, Σx, Σy, Σx², Σy², Σxy about fixed centres, Σ(y - x), Σ(y - x)² in the quantity's unit.</param>
    public static double Pearson(ReadOnlySpan<double> sums)
    {
        double x = TruthSquares(sums), y = sums[4] - sums[2] * sums[2] / sums[0];
        return y <= Negligible * sums[4] ? double.NaN : Math.Clamp(Products(sums) / Math.Sqrt(x * y), -1, 1);
    }

    /// <summary>Coefficient of determination, 1 - Σ error² / Σ (truth - mean truth)²; negative where the mean would be better.</summary>
    /// <inheritdoc cref="Pearson" path="/param"/>
    public static double Determination(ReadOnlySpan<double> sums) => 1 - sums[7] / TruthSquares(sums);

    /// <summary>Lin's concordance correlation (1989): Pearson's r lowered by differences in mean and spread.</summary>
    /// <inheritdoc cref="Pearson" path="/param"/>
    public static double Lin(ReadOnlySpan<double> sums)
    {
        double x = TruthSquares(sums), y = sums[4] - sums[2] * sums[2] / sums[0], shift = sums[6] / sums[0];
        return 2 * Products(sums) / (x + y + sums[0] * shift * shift);
    }

    /// <summary>Slope of the error on the truth: below 0 where high values are predicted too low and low ones too high (age
    /// bias).</summary>
    /// <inheritdoc cref="Pearson" path="/param"/>
    public static double ErrorSlope(ReadOnlySpan<double> sums) => Products(sums) / TruthSquares(sums) - 1;

    internal static Tally Tally(RegressionSample sample)
    {
        // Powers are taken about the means, so that large values do not cancel.
        double x0 = sample.Truth.Average(), y0 = sample.Predicted.Average();
        return new CaseSums(8, sample.Patients, (i, sums) =>
        {
            double x = sample.Truth[i] - x0, y = sample.Predicted[i] - y0, error = sample.Predicted[i] - sample.Truth[i];
            sums.Add(0);
            sums.Add(1, x);
            sums.Add(2, y);
            sums.Add(3, x * x);
            sums.Add(4, y * y);
            sums.Add(5, x * y);
            sums.Add(6, error);
            sums.Add(7, error * error);
        });
    }

    private static double TruthSquares(ReadOnlySpan<double> sums)
    {
        var squares = sums[3] - sums[1] * sums[1] / sums[0];
        return squares <= Negligible * sums[3] ? double.NaN : squares;
    }

    private static double Products(ReadOnlySpan<double> sums) => sums[5] - sums[1] * sums[2] / sums[0];
}
