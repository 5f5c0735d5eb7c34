namespace MedTrain.Data.Statistics;

/// <summary>Welch's t-test: do two groups of unequal variance have the same mean?</summary>
internal static class WelchTest
{
    /// <summary>The two-sided p value, or null when a group has fewer than two values or no value varies.</summary>
    public static double? PValue(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        if (first.Count < 2 || second.Count < 2)
        {
            return null;
        }
        double a = Variance(first) / first.Count, b = Variance(second) / second.Count;
        if (a + b == 0)
        {
            return null;
        }
        var t = (first.Average() - second.Average()) / Math.Sqrt(a + b);
        var degrees = (a + b) * (a + b) / ((a * a / (first.Count - 1)) + (b * b / (second.Count - 1)));
        return SpecialFunctions.Beta(degrees / (degrees + (t * t)), degrees / 2, 0.5);
    }

    /// <summary>The variance with n − 1 in the denominator; 0 for fewer than two values.</summary>
    public static double Variance(IReadOnlyList<double> values)
    {
        if (values.Count < 2)
        {
            return 0;
        }
        var mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
    }
}
