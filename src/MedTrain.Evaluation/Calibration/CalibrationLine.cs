using MedTrain.Evaluation.Distributions;
using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Samples;

namespace MedTrain.Evaluation.Calibration;

/// <summary>
/// Calibration slope and intercept (Cox 1958): the truth regressed on the logit of the probability. Slope 1 and intercept 0 are ideal;
/// a slope below 1 means probabilities that are too extreme. The intercept is that with the slope fixed at 1 (calibration in the large).
/// </summary>
/// <param name="Slope">The slope.</param>
/// <param name="Intercept">The intercept at slope 1: above 0 the probabilities are too low.</param>
public sealed record CalibrationLine(Measurement Slope, Measurement Intercept)
{
    private const string Method = "Wald with variance by patient";

    /// <summary>Fits a sample; intervals use the sandwich variance summed by patient.</summary>
    /// <param name="sample">Cases with probabilities.</param>
    /// <param name="level">Confidence level.</param>
    public static CalibrationLine Of(BinarySample sample, double level)
    {
        var size = SampleSize.Of(sample);
        var unmet = new[] { Need.Positive, Need.Negative, Need.Probability }.FirstOrDefault(need => !need.Met(sample));
        if (unmet is not null)
        {
            var missing = new NotComputable(unmet.Missing, size.Cases, size.Positives, size.Patients);
            return new CalibrationLine(missing, missing);
        }
        var x = Array.ConvertAll(sample.Scores, Calibrator.Logit);
        var y = Array.ConvertAll(sample.Positive, positive => positive ? 1.0 : 0);
        return new CalibrationLine(
            Make(LogisticLine.Fit(x, y), line => (line.Slope, SlopeVariance(line, x, y, sample.Patients)), level, size),
            Make(LogisticLine.Fit(x, y, slope: 1), line => (line.Intercept, InterceptVariance(line, x, y, sample.Patients)), level, size));
    }

    private static Measurement Make(
        LogisticLine? fit, Func<LogisticLine, (double Value, double Variance)> read, double level, SampleSize size)
    {
        if (fit is not { } line)
        {
            return new NotComputable("the probabilities separate the classes, or are all equal", size.Cases, size.Positives, size.Patients);
        }
        var (value, variance) = read(line);
        var half = Normal.Quantile((1 + level) / 2) * Math.Sqrt(variance);
        return size.Patients < 2
            ? BootstrapInterval.OnePatient(value, size)
            : new Estimate(value, value - half, value + half, size.Cases, size.Positives, size.Patients, Method);
    }

    private static double SlopeVariance(LogisticLine line, double[] x, double[] y, int[] patients)
    {
        var (_, _, h00, h01, h11) = line.Derivatives(x, y);
        var determinant = h00 * h11 - h01 * h01;
        // The slope's row of the inverse Hessian applied to each patient's score.
        return ByPatient(patients, i => (line.At(x[i]) - y[i]) * (h00 * x[i] - h01) / determinant);
    }

    private static double InterceptVariance(LogisticLine line, double[] x, double[] y, int[] patients)
    {
        var (_, _, h00, _, _) = line.Derivatives(x, y);
        return ByPatient(patients, i => (line.At(x[i]) - y[i]) / h00);
    }

    private static double ByPatient(int[] patients, Func<int, double> influence)
    {
        var sums = new Dictionary<int, double>();
        for (var i = 0; i < patients.Length; i++)
        {
            sums[patients[i]] = sums.GetValueOrDefault(patients[i]) + influence(i);
        }
        return sums.Values.Sum(sum => sum * sum) * sums.Count / Math.Max(1, sums.Count - 1);
    }
}
