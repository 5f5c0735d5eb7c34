namespace MedTrain.Evaluation.Calibration;

/// <summary>Divides the logit of a probability by one temperature (Guo et al. 2017): above 1 it makes the probabilities less
/// extreme.</summary>
/// <param name="Temperature">Positive.</param>
public sealed record TemperatureScaling(double Temperature) : Calibrator
{
    // Far beyond any network's; a fit that ends here means the cases are separated (or the scores say nothing).
    private const double Lowest = 1e-3, Highest = 1e3;

    /// <summary>The temperature with the lowest log loss on validation cases.</summary>
    /// <param name="probabilities">Their probabilities, 0 … 1.</param>
    /// <param name="positive">Their truth.</param>
    public static TemperatureScaling Fit(double[] probabilities, bool[] positive)
    {
        var logits = Array.ConvertAll(probabilities, Logit);
        double Loss(double logTemperature)
        {
            var scale = Math.Exp(-logTemperature);
            var sum = 0.0;
            for (var i = 0; i < logits.Length; i++)
            {
                var z = (positive[i] ? logits[i] : -logits[i]) * scale;
                sum += z >= 0 ? Math.Log(1 + Math.Exp(-z)) : -z + Math.Log(1 + Math.Exp(z));
            }
            return sum;
        }
        return new TemperatureScaling(Math.Exp(GoldenSection.Minimise(Loss, Math.Log(Lowest), Math.Log(Highest))));
    }

    /// <inheritdoc/>
    public override double Apply(double score) => Sigmoid(Logit(score) / Temperature);
}
