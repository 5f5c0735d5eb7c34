using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Samples;

namespace MedTrain.Evaluation.Curves;

/// <summary>One point of a decision curve, all in net true positives a case.</summary>
/// <param name="Threshold">The probability at which one would act.</param>
/// <param name="Model">Net benefit of acting on the model.</param>
/// <param name="All">Net benefit of acting on everybody.</param>
public readonly record struct DecisionPoint(double Threshold, double Model, double All);

/// <summary>Net benefit over thresholds (Vickers and Elkin 2006); acting on nobody has 0.</summary>
public static class DecisionCurve
{
    /// <summary>The curve at the given thresholds.</summary>
    /// <param name="sample">Cases with probabilities.</param>
    /// <param name="thresholds">Each above 0 and below 1.</param>
    public static IReadOnlyList<DecisionPoint> Of(BinarySample sample, IEnumerable<double> thresholds) =>
    [
        .. thresholds.Select(threshold => new DecisionPoint(
            threshold,
            Confusion.Of(sample.Positive, Array.ConvertAll(sample.Scores, score => score >= threshold)).NetBenefit(threshold),
            new Confusion(sample.Positives, sample.Negatives, 0, 0).NetBenefit(threshold))),
    ];
}
