using MedTrain.Evaluation.Distributions;

namespace MedTrain.Evaluation.Intervals;

/// <summary>Variance and interval from leaving out each patient in turn (Quenouille, Tukey).</summary>
public static class Jackknife
{
    /// <summary>Covariance of two estimates from their leave-one-out values: (n - 1)/n · Σ (x - x̄)(y - ȳ).</summary>
    /// <param name="one">[left out].</param>
    /// <param name="other">[left out], in the same order.</param>
    public static double Covariance(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        double n = one.Length, meanOne = 0, meanOther = 0, sum = 0;
        for (var i = 0; i < one.Length; i++)
        {
            meanOne += one[i] / n;
            meanOther += other[i] / n;
        }
        for (var i = 0; i < one.Length; i++)
        {
            sum += (one[i] - meanOne) * (other[i] - meanOther);
        }
        return (n - 1) / n * sum;
    }

    /// <summary>Normal interval with the jackknife's standard error.</summary>
    /// <param name="value">The estimate.</param>
    /// <param name="leftOut">The estimate with each patient left out.</param>
    /// <param name="level">Confidence level.</param>
    public static Interval Interval(double value, ReadOnlySpan<double> leftOut, double level)
    {
        var half = Normal.Quantile((1 + level) / 2) * Math.Sqrt(Covariance(leftOut, leftOut));
        return new Interval(value - half, value + half, "jackknife by patient");
    }
}
