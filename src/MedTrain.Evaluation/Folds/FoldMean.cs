using MedTrain.Evaluation.Distributions;

namespace MedTrain.Evaluation.Folds;

/// <summary>Mean and spread of one number over the folds of a cross-validation.</summary>
/// <remarks>
/// Folds share most of their training cases, so their spread understates the uncertainty. The interval and p value use the variance
/// of Nadeau and Bengio (2003), (1/k + test/train) · s², and Student's t with k - 1 degrees of freedom. In one k-fold cross-validation
/// test/train is 1/(k - 1); repeated ones have more values, but the same ratio.
/// </remarks>
/// <param name="Values">The number on each fold, in the order of the folds; NaN where undefined.</param>
/// <param name="Mean">Mean over the folds where it is defined.</param>
/// <param name="StandardDeviation">Standard deviation over these folds; NaN with fewer than two.</param>
/// <param name="Lower">Lower end of the corrected interval; NaN with fewer than two.</param>
/// <param name="Upper">Upper end of the corrected interval; NaN with fewer than two.</param>
/// <param name="P">Corrected two-sided p value of a mean of 0, for differences; NaN with fewer than two folds or no spread.</param>
public sealed record FoldMean(IReadOnlyList<double> Values, double Mean, double StandardDeviation, double Lower, double Upper, double P)
{
    /// <summary>Patients of a fold's test part to one of its other patients, on average over the folds.</summary>
    public double TestPerTraining { get; init; }

    /// <summary>Summarises the folds.</summary>
    /// <param name="values">The number on each fold; NaN where undefined.</param>
    /// <param name="level">Confidence level.</param>
    /// <param name="testPerTraining">Patients of a fold's test part to one of the others; null = that of one k-fold
    /// cross-validation.</param>
    public static FoldMean Of(IReadOnlyList<double> values, double level, double? testPerTraining = null)
    {
        var overlap = testPerTraining ?? 1.0 / Math.Max(1, values.Count - 1);
        var defined = values.Where(value => !double.IsNaN(value)).ToArray();
        var mean = defined.Length == 0 ? double.NaN : defined.Average();
        if (defined.Length < 2)
        {
            return new FoldMean(values, mean, double.NaN, double.NaN, double.NaN, double.NaN) { TestPerTraining = overlap };
        }
        double folds = defined.Length, variance = defined.Sum(value => (value - mean) * (value - mean)) / (folds - 1);
        var error = Math.Sqrt((1 / folds + overlap) * variance);
        var half = StudentT.TwoSidedQuantile(level, folds - 1) * error;
        var p = error == 0 ? double.NaN : StudentT.TwoSided(mean / error, folds - 1);
        return new FoldMean(values, mean, Math.Sqrt(variance), mean - half, mean + half, p) { TestPerTraining = overlap };
    }
}
