using MedTrain.Evaluation.Distributions;

namespace MedTrain.Evaluation.Intervals;

/// <summary>The bias-corrected and accelerated bootstrap interval, BCa (Efron 1987).</summary>
/// <param name="Bias">z0: how far the median replicate lies from the estimate, in normal units.</param>
/// <param name="Acceleration">a: how the standard error changes with the estimate.</param>
public readonly record struct BiasCorrected(double Bias, double Acceleration)
{
    /// <summary>Finds both corrections.</summary>
    /// <param name="value">The estimate.</param>
    /// <param name="sorted">Replicates in ascending order; those equal to the estimate count one half below it.</param>
    /// <param name="jackknife">The estimate with each patient (or group of patients) left out.</param>
    public static BiasCorrected From(double value, ReadOnlySpan<double> sorted, ReadOnlySpan<double> jackknife)
    {
        var below = 0.0;
        foreach (var replicate in sorted)
        {
            below += replicate < value ? 1 : replicate == value ? 0.5 : 0;
        }
        return new BiasCorrected(Normal.Quantile(below / sorted.Length), Skewness(jackknife));
    }

    /// <summary>The probability at which the replicates' quantile is taken instead of at <paramref name="probability"/>.</summary>
    /// <param name="probability">0 … 1.</param>
    public double Corrected(double probability)
    {
        var z = Bias + Normal.Quantile(probability);
        return Normal.Cdf(Bias + z / (1 - Acceleration * z));
    }

    private static double Skewness(ReadOnlySpan<double> jackknife)
    {
        double mean = 0, squares = 0, cubes = 0;
        foreach (var value in jackknife)
        {
            mean += value / jackknife.Length;
        }
        foreach (var value in jackknife)
        {
            var d = mean - value;
            squares += d * d;
            cubes += d * d * d;
        }
        return squares == 0 ? 0 : cubes / (6 * Math.Pow(squares, 1.5));
    }
}
