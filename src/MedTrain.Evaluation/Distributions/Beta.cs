namespace MedTrain.Evaluation.Distributions;

/// <summary>The beta distribution: exact binomial intervals and Student's t rest on it.</summary>
public static class Beta
{
    private static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>P(X ≤ x) for X with shape <paramref name="a"/>, <paramref name="b"/> (both positive): the regularised incomplete beta
    /// function.</summary>
    public static double Cdf(double x, double a, double b)
    {
        if (x is <= 0 or >= 1)
        {
            return x <= 0 ? 0 : 1;
        }
        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * Math.Log(x) + b * Math.Log(1 - x));
        // The fraction converges fast below the mean; above it, use the other tail.
        return x < (a + 1) / (a + b + 2) ? front * Fraction(x, a, b) / a : 1 - front * Fraction(1 - x, b, a) / b;
    }

    /// <summary>The x with P(X ≤ x) = <paramref name="probability"/>, by bisection to the last digit.</summary>
    public static double Quantile(double probability, double a, double b)
    {
        double low = 0, high = 1;
        for (var step = 0; step < 200 && high - low > 0; step++)
        {
            var middle = low + (high - low) / 2;
            if (middle == low || middle == high)
            {
                break;
            }
            (low, high) = Cdf(middle, a, b) < probability ? (middle, high) : (low, middle);
        }
        return high;
    }

    private static double Fraction(double x, double a, double b)
    {
        const double tiny = 1e-300;
        double c = 1, d = 1 / NotZero(1 - (a + b) * x / (a + 1)), result = d;
        for (var m = 1; m < 1000; m++)
        {
            var even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            var odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            var before = result;
            foreach (var term in (ReadOnlySpan<double>)[even, odd])
            {
                d = 1 / NotZero(1 + term * d);
                c = NotZero(1 + term / c);
                result *= d * c;
            }
            if (Math.Abs(result - before) <= 1e-16 * Math.Abs(result))
            {
                break;
            }
        }
        return result;
        static double NotZero(double value) => Math.Abs(value) < tiny ? tiny : value;
    }

    private static double LogGamma(double x)
    {
        if (x < 0.5)
        {
            return Math.Log(Math.PI / Math.Abs(Math.Sin(Math.PI * x))) - LogGamma(1 - x);
        }
        var sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++)
        {
            sum += Lanczos[i] / (x - 1 + i);
        }
        var t = x + 6.5;
        return 0.5 * Math.Log(2 * Math.PI) + (x - 0.5) * Math.Log(t) - t + Math.Log(sum);
    }
}
