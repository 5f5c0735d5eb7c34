namespace MedTrain.Evaluation.Samples;

/// <summary>The cases of one measured quantity whose truth is known; both values in its unit.</summary>
public sealed class RegressionSample : Sample
{
    /// <summary>Makes a sample; all lists have one entry a case.</summary>
    /// <param name="truth">True values.</param>
    /// <param name="predicted">Predicted values.</param>
    /// <param name="patients">Index of the patient; null = each case is a patient of its own.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no case, or a value is NaN or infinite.</exception>
    public RegressionSample(double[] truth, double[] predicted, int[]? patients = null)
        : base(patients ?? [.. Enumerable.Range(0, truth.Length)])
    {
        if (truth.Length == 0 || predicted.Length != truth.Length || Patients.Length != truth.Length)
        {
            throw new ArgumentException($"{truth.Length} truths, {predicted.Length} predictions, {Patients.Length} patients: give one of "
                + "each a case, and at least one case.", nameof(truth));
        }
        if (!truth.All(double.IsFinite) || !predicted.All(double.IsFinite))
        {
            throw new ArgumentException("A value is NaN or infinite. Leave out cases without a truth or a prediction.", nameof(truth));
        }
        (Truth, Predicted) = (truth, predicted);
    }

    /// <summary>True value of each case.</summary>
    public double[] Truth { get; }

    /// <summary>Predicted value of each case.</summary>
    public double[] Predicted { get; }
}
