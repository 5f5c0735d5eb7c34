using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;

namespace MedTrain.Evaluation.Metrics;

/// <summary>How far predicted quantities are from the true ones (error = predicted - true), in the quantity's unit.</summary>
public static class Errors
{
    private const int Cases = 0, Absolute = 1, Squared = 2, Signed = 3;

    // Normal quantile of the limits of agreement that hold 95 % of the differences.
    private const double Z975 = 1.959963984540054;

    /// <summary>Mean absolute error.</summary>
    /// <param name="sums">Cases, Σ |error|, Σ error², Σ error.</param>
    public static double MeanAbsolute(ReadOnlySpan<double> sums) => sums[Absolute] / sums[Cases];

    /// <summary>Root of the mean squared error.</summary>
    /// <inheritdoc cref="MeanAbsolute" path="/param"/>
    public static double RootMeanSquare(ReadOnlySpan<double> sums) => Math.Sqrt(sums[Squared] / sums[Cases]);

    /// <summary>Mean error, the bias of Bland and Altman; positive where predictions are too high.</summary>
    /// <inheritdoc cref="MeanAbsolute" path="/param"/>
    public static double Mean(ReadOnlySpan<double> sums) => sums[Signed] / sums[Cases];

    /// <summary>Lower limit of agreement (Bland and Altman 1986): mean error - 1.96 standard deviations.</summary>
    /// <inheritdoc cref="MeanAbsolute" path="/param"/>
    public static double LowerLimit(ReadOnlySpan<double> sums) => Mean(sums) - Z975 * Deviation(sums);

    /// <summary>Upper limit of agreement: mean error + 1.96 standard deviations.</summary>
    /// <inheritdoc cref="MeanAbsolute" path="/param"/>
    public static double UpperLimit(ReadOnlySpan<double> sums) => Mean(sums) + Z975 * Deviation(sums);

    internal static Tally Tally(RegressionSample sample) => new CaseSums(4, sample.Patients, (i, sums) =>
    {
        var error = sample.Predicted[i] - sample.Truth[i];
        sums.Add(Cases);
        sums.Add(Absolute, Math.Abs(error));
        sums.Add(Squared, error * error);
        sums.Add(Signed, error);
    });

    /// <summary>Cumulative score CS(α): share of cases with |error| ≤ <paramref name="tolerance"/>, which is counted in.</summary>
    internal static TallySource Within(double tolerance) =>
        TallySource.Of<RegressionSample>(sample => new CaseSums(2, sample.Patients, (i, sums) =>
        {
            sums.Add(0);
            if (Math.Abs(sample.Predicted[i] - sample.Truth[i]) <= tolerance)
            {
                sums.Add(1);
            }
        }));

    private static double Deviation(ReadOnlySpan<double> sums) =>
        Math.Sqrt(Math.Max(0, sums[Squared] - sums[Signed] * sums[Signed] / sums[Cases]) / (sums[Cases] - 1));
}
