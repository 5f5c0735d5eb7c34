namespace MedTrain.Evaluation.Calibration;

/// <summary>
/// Removes the age bias of brain-age predictions (young predicted too old, old too young): predicted = intercept + slope · age is fitted
/// on validation, and a prediction becomes (predicted - intercept) / slope (Cole et al. 2018).
/// </summary>
/// <remarks>This form does not use the true age of the corrected case; forms that do make errors look smaller than they are.</remarks>
/// <param name="Intercept">Years.</param>
/// <param name="Slope">Predicted years a year of age.</param>
public sealed record AgeBiasCorrection(double Intercept, double Slope)
{
    /// <summary>Fits by least squares on validation cases.</summary>
    /// <param name="truth">True ages, years.</param>
    /// <param name="predicted">Predicted ages, years.</param>
    /// <exception cref="EvaluationException">Ages are all equal, or predictions do not rise with age, so there is nothing to
    /// invert.</exception>
    public static AgeBiasCorrection Fit(double[] truth, double[] predicted)
    {
        if (truth.Length < 2)
        {
            throw new EvaluationException($"{truth.Length} validation case(s) of known value are too few to fit a line. Use more "
                + "validation cases.");
        }
        double meanTruth = truth.Average(), meanPredicted = predicted.Average();
        double squares = 0, products = 0;
        for (var i = 0; i < truth.Length; i++)
        {
            squares += (truth[i] - meanTruth) * (truth[i] - meanTruth);
            products += (truth[i] - meanTruth) * (predicted[i] - meanPredicted);
        }
        var slope = products / squares;
        return slope > 0
            ? new AgeBiasCorrection(meanPredicted - slope * meanTruth, slope)
            : throw new EvaluationException($"Predicted age does not rise with age on validation (slope {slope:0.###}), so the bias "
                + "cannot be corrected. Train longer, or use validation cases of a wider age range.");
    }

    /// <summary>The corrected prediction, years.</summary>
    /// <param name="predicted">A prediction of the same network, years.</param>
    public double Apply(double predicted) => (predicted - Intercept) / Slope;
}
