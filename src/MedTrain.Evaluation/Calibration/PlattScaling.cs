namespace MedTrain.Evaluation.Calibration;

/// <summary>A logistic curve over the score (Platt 1999), with his targets that keep few cases from extreme curves.</summary>
/// <param name="Intercept">Log odds at score 0.</param>
/// <param name="Slope">Change of the log odds a unit of score.</param>
public sealed record PlattScaling(double Intercept, double Slope) : Calibrator
{
    /// <summary>Fits on validation cases.</summary>
    /// <param name="scores">Their scores; any finite numbers.</param>
    /// <param name="positive">Their truth.</param>
    /// <exception cref="EvaluationException">All scores are equal, so no curve fits.</exception>
    public static PlattScaling Fit(double[] scores, bool[] positive)
    {
        double positives = positive.Count(one => one), negatives = positive.Length - positives;
        var target = Array.ConvertAll(positive, one => one ? (positives + 1) / (positives + 2) : 1 / (negatives + 2));
        return LogisticLine.Fit(scores, target) is { } line
            ? new PlattScaling(line.Intercept, line.Slope)
            : throw new EvaluationException("Platt scaling cannot be fitted: all validation scores are equal. Use predictions of a "
                + "trained network.");
    }

    /// <inheritdoc/>
    public override double Apply(double score) => Sigmoid(Intercept + Slope * score);
}
