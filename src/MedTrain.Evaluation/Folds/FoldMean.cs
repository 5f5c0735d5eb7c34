using MedTrain.Evaluation.Distributions;

namespace MedTrain.Evaluation.Folds;

/// <summary>Mean and spread of one number over the folds of a cross-validation.</summary>
/// <remarks>
/// Folds share most of their training cases, so their spread understates the uncertainty. The interval and p value use the variance
/// of Nadeau and Bengio (2003), (1/k + test/train) · s², with test/train = 1/(k - 1), and Student's t with k - 1 degrees of freedom.
/// </remarks>
/// <param name="Values">The number on each fold, in the order of the folds; NaN where undefined.</param>
/// <param name="Mean">Mean over the folds where it is defined.</param>
/// <param name="StandardDeviation">Standard deviation over these folds; NaN with fewer than two.</param>
/// <param name="Lower">Lower end of the corrected interval; NaN with fewer than two.</param>
/// <param name="Upper">Upper end of the corrected interval; NaN with fewer than two.</param>
/// <param name="P">Corrected two-sided p value of a mean of 0, for differences; NaN with fewer than two folds or no spread.</param>
public sealed record FoldMean(IReadOnlyList<double> Values, double Mean, double StandardDeviation, double Lower, double Upper, double P)
{
    /// <summary>Summarises the folds.</summary>
    /// <param name="values">The number on each fold; NaN where undefined.</param>
    /// <param name="level">Confidence level.</param>
    public static FoldMean Of(IReadOnlyList<double> values, double level)
    {
        var defined = values.Where(value => !double.IsNaN(value)).ToArray();
        var mean = defined.Length == 0 ? double.NaN : defined.Average();
        if (defined.Length < 2)
        {
            return new FoldMean(values, mean, double.NaN, double.NaN, double.NaN, double.NaN);
        }
        double folds = defined.Length, variance = defined.Sum(value => (value - mean) * (value - mean)) / (folds - 1);
        var error = Math.Sqrt((1 / folds + 1 / (folds - 1)) * variance);
        var half = StudentT.TwoSidedQuantile(level, folds - 1) * error;
        var p = error == 0 ? double.NaN : StudentT.TwoSided(mean / error, folds - 1);
        return new FoldMean(values, mean, Math.Sqrt(variance), mean - half, mean + half, p);
    }
}
