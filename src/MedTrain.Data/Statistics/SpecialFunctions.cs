namespace MedTrain.Data.Statistics;

/// <summary>The two distribution functions that the tests of a split need.</summary>
internal static class SpecialFunctions
{
    private const int MaxTerms = 2000;
    private const double Tiny = 1e-300;

    private static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>The regularised incomplete beta function I_x(a, b), by its continued fraction (NIST DLMF 8.17.22).</summary>
    public static double Beta(double x, double a, double b)
    {
        if (x is <= 0 or >= 1)
        {
            return x <= 0 ? 0 : 1;
        }
        if (x > (a + 1) / (a + b + 2))
        {
            return 1 - Beta(1 - x, b, a);
        }
        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + (a * Math.Log(x)) + (b * Math.Log(1 - x))) / a;
        return front / ContinuedFraction(
            1,
            term => term % 2 == 0
                ? term / 2 * (b - (term / 2)) * x / ((a + term - 1) * (a + term))
                : -(a + (term / 2)) * (a + b + (term / 2)) * x / ((a + term - 1) * (a + term)),
            _ => 1);
    }

    /// <summary>The regularised upper incomplete gamma function Q(a, x) (NIST DLMF 8.7.1, 8.9.2).</summary>
    public static double UpperGamma(double a, double x)
    {
        if (x <= 0)
        {
            return 1;
        }
        var front = Math.Exp((a * Math.Log(x)) - x - LogGamma(a));
        if (x >= a + 1)
        {
            return front / ContinuedFraction(x + 1 - a, term => -term * (term - a), term => x + 1 - a + (2 * term));
        }
        double sum = 1 / a, part = sum;
        for (var n = 1; n < MaxTerms && part > sum * 1e-17; n++)
        {
            part *= x / (a + n);
            sum += part;
        }
        return 1 - (front * sum);
    }

    /// <summary>b₀ + a₁/(b₁ + a₂/(b₂ + …)), by Lentz's method.</summary>
    private static double ContinuedFraction(double first, Func<int, double> numerator, Func<int, double> denominator)
    {
        double value = NotZero(first), c = value, d = 0;
        for (var term = 1; term < MaxTerms; term++)
        {
            d = 1 / NotZero(denominator(term) + (numerator(term) * d));
            c = NotZero(denominator(term) + (numerator(term) / c));
            value *= c * d;
            if (Math.Abs((c * d) - 1) < 1e-16)
            {
                break;
            }
        }
        return value;
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    private static double LogGamma(double x)
    {
        var sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++)
        {
            sum += Lanczos[i] / (x - 1 + i);
        }
        var t = x + 6.5;
        return (0.5 * Math.Log(2 * Math.PI)) + ((x - 0.5) * Math.Log(t)) - t + Math.Log(sum);
    }
}
