namespace MedTrain.Evaluation.Distributions;

/// <summary>The standard normal distribution, to about 15 digits also far in the tails.</summary>
public static class Normal
{
    private const double SqrtTwo = 1.4142135623730951;

    /// <summary>P(Z ≤ z).</summary>
    public static double Cdf(double z) => 0.5 * UpperErf(-z / SqrtTwo);

    /// <summary>P(|Z| ≥ |z|): the two-sided p value of a z statistic.</summary>
    public static double TwoSided(double z) => UpperErf(Math.Abs(z) / SqrtTwo);

    /// <summary>The z with P(Z ≤ z) = <paramref name="probability"/>; ±∞ at 0 and 1.</summary>
    public static double Quantile(double probability)
    {
        if (probability is <= 0 or >= 1)
        {
            return probability <= 0 ? double.NegativeInfinity : double.PositiveInfinity;
        }
        // A rough start (Abramowitz and Stegun 26.2.23), then Newton steps with Halley's correction.
        var tail = Math.Min(probability, 1 - probability);
        var t = Math.Sqrt(-2 * Math.Log(tail));
        var start = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
        var z = probability < 0.5 ? -start : start;
        for (var step = 0; step < 4; step++)
        {
            var density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
            // The error is taken in the nearer tail, where it does not cancel.
            var move = (z < 0 ? Cdf(z) - probability : 1 - probability - Cdf(-z)) / density;
            z -= move / (1 + z * move / 2);
        }
        return z;
    }

    /// <summary>1 - erf(x): a series near 0, Lentz's continued fraction beyond.</summary>
    private static double UpperErf(double x)
    {
        if (x < 0)
        {
            return 2 - UpperErf(-x);
        }
        if (x > 27)
        {
            return 0;
        }
        return x < 2 ? 1 - ErfSeries(x) : ErfFraction(x);
    }

    private static double ErfSeries(double x)
    {
        var (term, sum) = (x, x);
        for (var n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum) && n < 200; n++)
        {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    private static double ErfFraction(double x)
    {
        var tail = x;
        for (var n = 80; n >= 1; n--)
        {
            tail = x + n / 2.0 / tail;
        }
        return Math.Exp(-x * x) / (Math.Sqrt(Math.PI) * tail);
    }
}
