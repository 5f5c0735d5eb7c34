namespace MedTrain.Evaluation.Distributions;

/// <summary>Student's t distribution; the degrees of freedom need not be whole.</summary>
public static class StudentT
{
    /// <summary>P(|T| ≥ |t|): the two-sided p value.</summary>
    public static double TwoSided(double t, double degrees) =>
        double.IsPositiveInfinity(degrees) ? Normal.TwoSided(t) : Beta.Cdf(degrees / (degrees + t * t), degrees / 2, 0.5);

    /// <summary>The t ≥ 0 with P(|T| ≤ t) = <paramref name="level"/>: the half-width of an interval in standard errors.</summary>
    public static double TwoSidedQuantile(double level, double degrees)
    {
        if (double.IsPositiveInfinity(degrees))
        {
            return Normal.Quantile((1 + level) / 2);
        }
        var x = Beta.Quantile(1 - level, degrees / 2, 0.5);
        return Math.Sqrt(degrees * (1 - x) / x);
    }
}
