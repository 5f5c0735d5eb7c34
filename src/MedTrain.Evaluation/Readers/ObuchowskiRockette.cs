using MedTrain.Evaluation.Distributions;
using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Resampling;

namespace MedTrain.Evaluation.Readers;

/// <summary>
/// Mean over readers of a figure of merit with an interval that holds for other readers and other cases (Obuchowski and Rockette
/// 1995, degrees of freedom of Hillis 2007, covariances by jackknife over patients).
/// </summary>
/// <remarks>
/// Given the figure itself this is their one-modality analysis; given each reader's difference between two modalities it is their
/// two-modality test; given each reader's difference from an algorithm it is the stand-alone test (Hillis 2023).
/// </remarks>
/// <param name="Mean">Mean over the readers.</param>
/// <param name="Lower">Lower end.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="StandardError">Standard error of the mean.</param>
/// <param name="Degrees">Degrees of freedom of t.</param>
/// <param name="P">Two-sided p value of a mean of 0, for differences.</param>
/// <param name="ReaderVariance">Mean square of the readers.</param>
/// <param name="Covariance">Mean covariance between two readers that comes from reading the same cases.</param>
public sealed record ObuchowskiRockette(
    double Mean, double Lower, double Upper, double StandardError, double Degrees, double P, double ReaderVariance, double Covariance)
{
    /// <summary>Analyses the readers.</summary>
    /// <param name="readers">One a reader, all on the same cases, with patients left out.</param>
    /// <param name="level">Confidence level.</param>
    /// <returns>Null when there are fewer than two readers, or a figure is undefined with a patient left out.</returns>
    public static ObuchowskiRockette? Of(IReadOnlyList<Resampled> readers, double level)
    {
        if (readers.Count < 2 || readers.Any(one => double.IsNaN(one.Value) || one.LeftOut.Length == 0 || one.LeftOut.Any(double.IsNaN)))
        {
            return null;
        }
        double count = readers.Count, mean = readers.Average(one => one.Value), covariance = 0;
        var between = readers.Sum(one => (one.Value - mean) * (one.Value - mean)) / (count - 1);
        for (var i = 0; i < readers.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                covariance += Jackknife.Covariance(readers[i].LeftOut, readers[j].LeftOut) * 2 / (count * (count - 1));
            }
        }
        var total = between + Math.Max(0, count * covariance);
        var error = Math.Sqrt(total / count);
        var degrees = between == 0 ? double.PositiveInfinity : total * total / (between * between / (count - 1));
        var half = StudentT.TwoSidedQuantile(level, degrees) * error;
        var p = error == 0 ? double.NaN : StudentT.TwoSided(mean / error, degrees);
        return new ObuchowskiRockette(mean, mean - half, mean + half, error, degrees, p, between, covariance);
    }
}
