namespace MedTrain.Evaluation.Curves;

/// <summary>One point of a precision-recall curve.</summary>
/// <param name="Recall">Sensitivity.</param>
/// <param name="Precision">Positive predictive value; 1 at the first point, where nothing is called.</param>
public readonly record struct PrecisionRecallPoint(double Recall, double Precision);

/// <summary>The precision-recall curve at every distinct score, thresholds falling.</summary>
public static class PrecisionRecallCurve
{
    /// <summary>Finds the points.</summary>
    /// <param name="scores">Finite scores.</param>
    /// <param name="positive">Truth, one a score, with at least one positive.</param>
    /// <returns>From recall 0 to recall 1.</returns>
    public static IReadOnlyList<PrecisionRecallPoint> Of(double[] scores, bool[] positive)
    {
        double positives = positive.Count(one => one);
        return
        [
            new PrecisionRecallPoint(0, 1),
            .. ScoreSteps.Descending(scores, positive).Select(step =>
                new PrecisionRecallPoint(
                    step.TruePositives / positives, (double)step.TruePositives / (step.TruePositives + step.FalsePositives))),
        ];
    }
}
