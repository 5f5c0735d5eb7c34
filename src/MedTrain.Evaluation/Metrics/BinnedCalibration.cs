using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;

namespace MedTrain.Evaluation.Metrics;

/// <summary>
/// Calibration by equal bins of the probability: expected and maximal calibration error and the Brier score's decomposition.
/// A probability p lies in the first bin b = 1 … M with p ≤ b/M (0 in bin 1).
/// </summary>
/// <remarks>
/// Two definitions are in use. "Positive": bins over p, share of positives against mean p. "Top": bins over max(p, 1 - p), share of
/// right calls (p ≥ 0.5) against mean confidence, as for a two-class softmax (Guo et al. 2017).
/// </remarks>
public static class BinnedCalibration
{
    /// <summary>Expected calibration error: gaps between outcome and probability, weighted by cases.</summary>
    /// <param name="sums">For each bin: cases, Σ outcome, Σ probability.</param>
    public static double Expected(ReadOnlySpan<double> sums)
    {
        double gaps = 0, cases = 0;
        for (var bin = 0; bin < sums.Length; bin += 3)
        {
            gaps += Math.Abs(sums[bin + 1] - sums[bin + 2]);
            cases += sums[bin];
        }
        return gaps / cases;
    }

    /// <summary>Maximal calibration error: the largest gap of a bin.</summary>
    /// <inheritdoc cref="Expected" path="/param"/>
    public static double Maximal(ReadOnlySpan<double> sums)
    {
        var most = 0.0;
        for (var bin = 0; bin < sums.Length; bin += 3)
        {
            most = sums[bin] > 0 ? Math.Max(most, Math.Abs(sums[bin + 1] - sums[bin + 2]) / sums[bin]) : most;
        }
        return most;
    }

    /// <summary>Reliability part of the Brier score (Murphy 1973): mean squared gap; lower is better.</summary>
    /// <inheritdoc cref="Expected" path="/param"/>
    public static double Reliability(ReadOnlySpan<double> sums)
    {
        double part = 0, cases = 0;
        for (var bin = 0; bin < sums.Length; bin += 3)
        {
            var gap = sums[bin + 1] - sums[bin + 2];
            part += sums[bin] > 0 ? gap * gap / sums[bin] : 0;
            cases += sums[bin];
        }
        return part / cases;
    }

    /// <summary>Resolution part of the Brier score: how far the bins' shares of positives lie from the prevalence; higher is
    /// better.</summary>
    /// <inheritdoc cref="Expected" path="/param"/>
    public static double Resolution(ReadOnlySpan<double> sums)
    {
        var (cases, positives, part) = (0.0, 0.0, 0.0);
        for (var bin = 0; bin < sums.Length; bin += 3)
        {
            cases += sums[bin];
            positives += sums[bin + 1];
            part += sums[bin] > 0 ? sums[bin + 1] * sums[bin + 1] / sums[bin] : 0;
        }
        return part / cases - positives / cases * (positives / cases);
    }

    /// <summary>Uncertainty part of the Brier score: prevalence × (1 - prevalence), the score of always answering the prevalence.</summary>
    /// <inheritdoc cref="Expected" path="/param"/>
    public static double Uncertainty(ReadOnlySpan<double> sums)
    {
        var (cases, positives) = (0.0, 0.0);
        for (var bin = 0; bin < sums.Length; bin += 3)
        {
            cases += sums[bin];
            positives += sums[bin + 1];
        }
        return positives / cases * (1 - positives / cases);
    }

    /// <summary>The bin of a probability, 0 … bins - 1.</summary>
    /// <param name="probability">0 … 1.</param>
    /// <param name="bins">Number of bins.</param>
    public static int Bin(double probability, int bins)
    {
        var bin = Math.Clamp((int)(probability * bins), 0, bins - 1);
        while (bin > 0 && probability <= (double)bin / bins)
        {
            bin--;
        }
        while (bin < bins - 1 && probability > (bin + 1.0) / bins)
        {
            bin++;
        }
        return bin;
    }

    internal static TallySource Positive(int bins) =>
        TallySource.Of<BinarySample>(sample => new CaseSums(3 * bins, sample.Patients, (i, sums) =>
            Add(sums, Bin(sample.Scores[i], bins), sample.Positive[i], sample.Scores[i])));

    internal static TallySource Top(int bins) => TallySource.Of<BinarySample>(sample => new CaseSums(3 * bins, sample.Patients, (i, sums) =>
    {
        var p = sample.Scores[i];
        var confidence = Math.Max(p, 1 - p);
        Add(sums, Bin(confidence, bins), sample.Positive[i] == p >= 0.5, confidence);
    }));

    internal static void Add(CaseSums.Contributions sums, int bin, bool outcome, double probability)
    {
        sums.Add(3 * bin);
        if (outcome)
        {
            sums.Add(3 * bin + 1);
        }
        sums.Add(3 * bin + 2, probability);
    }
}
