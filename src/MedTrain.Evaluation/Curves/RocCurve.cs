namespace MedTrain.Evaluation.Curves;

/// <summary>One point of a ROC curve: what calling every score of at least the threshold positive gives.</summary>
/// <param name="FalsePositiveRate">1 - specificity.</param>
/// <param name="TruePositiveRate">Sensitivity.</param>
/// <param name="Threshold">The threshold; for the first point, where nothing is called, the highest score + 1.</param>
public readonly record struct RocPoint(double FalsePositiveRate, double TruePositiveRate, double Threshold);

/// <summary>The ROC curve at every distinct score, thresholds falling.</summary>
public static class RocCurve
{
    /// <summary>Finds the points.</summary>
    /// <param name="scores">Finite scores.</param>
    /// <param name="positive">Truth, one a score, with both classes.</param>
    /// <returns>From (0, 0) to (1, 1).</returns>
    public static IReadOnlyList<RocPoint> Of(double[] scores, bool[] positive)
    {
        double positives = positive.Count(one => one), negatives = positive.Length - positives;
        return
        [
            new RocPoint(0, 0, scores.Max() + 1),
            .. ScoreSteps.Descending(scores, positive)
                .Select(step => new RocPoint(step.FalsePositives / negatives, step.TruePositives / positives, step.Score)),
        ];
    }
}
