namespace MedTrain.Evaluation.Calibration;

/// <summary>A map from scores to calibrated probabilities that keeps their order, fitted on validation cases only.</summary>
public abstract record Calibrator
{
    /// <summary>The calibrated probability of a score.</summary>
    /// <param name="score">A score as the calibrator was fitted on.</param>
    public abstract double Apply(double score);

    private protected static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    /// <summary>ln(p / (1 - p)) of a probability, kept finite at 0 and 1.</summary>
    internal static double Logit(double p)
    {
        var inside = Math.Clamp(p, Metrics.Probabilities.Clip, 1 - Metrics.Probabilities.Clip);
        return Math.Log(inside / (1 - inside));
    }
}
