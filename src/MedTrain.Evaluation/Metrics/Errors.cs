namespace MedTrain.Evaluation.Metrics;

/// <summary>How far predicted quantities are from the true ones, in the quantity's unit.</summary>
public static class Errors
{
    private const int Cases = 0, Absolute = 1, Squared = 2;

    /// <summary>Mean absolute error.</summary>
    public static double MeanAbsolute(ReadOnlySpan<double> sums) => sums[Absolute] / sums[Cases];

    /// <summary>Root of the mean squared error.</summary>
    public static double RootMeanSquare(ReadOnlySpan<double> sums) => Math.Sqrt(sums[Squared] / sums[Cases]);

    internal static Tally Tally(RegressionSample sample) => new PatientSums(3, sample.Patients, (i, sums) =>
    {
        var error = sample.Predicted[i] - sample.Truth[i];
        sums[Cases] += 1;
        sums[Absolute] += Math.Abs(error);
        sums[Squared] += error * error;
    });
}
