using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Samples;

namespace MedTrain.Evaluation.Curves;

/// <summary>One bin of a reliability curve.</summary>
/// <param name="Probability">Mean probability of its cases.</param>
/// <param name="Share">Share of its cases that are positive.</param>
/// <param name="Count">Number of cases.</param>
/// <param name="Positives">Number of positive cases.</param>
public readonly record struct ReliabilityBin(double Probability, double Share, int Count, int Positives);

/// <summary>How often what is given probability p happens: bins as for the calibration errors.</summary>
public static class ReliabilityCurve
{
    /// <summary>The bins that have cases, probabilities rising.</summary>
    /// <param name="sample">Cases with probabilities.</param>
    /// <param name="bins">Number of equal bins.</param>
    public static IReadOnlyList<ReliabilityBin> Of(BinarySample sample, int bins = 10) =>
    [
        .. Enumerable.Range(0, sample.Count)
            .GroupBy(i => BinnedCalibration.Bin(sample.Scores[i], bins))
            .OrderBy(group => group.Key)
            .Select(group => new ReliabilityBin(
                group.Average(i => sample.Scores[i]),
                group.Average(i => sample.Positive[i] ? 1.0 : 0),
                group.Count(),
                group.Count(i => sample.Positive[i]))),
    ];
}
