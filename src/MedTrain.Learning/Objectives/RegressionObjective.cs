using static TorchSharp.torch;

namespace MedTrain.Learning.Objectives;

/// <summary>
/// Regression: squared error on labels standardised by the training part's mean and standard deviation, so that one learning rate
/// suits ages in years and volumes in mm³ alike; scores are in the label's own unit.
/// </summary>
/// <param name="means">Mean of each label over the training part.</param>
/// <param name="deviations">Standard deviation of each label over the training part, greater than zero.</param>
public sealed class RegressionObjective(IReadOnlyList<double> means, IReadOnlyList<double> deviations) : Objective
{
    /// <summary>Mean of each label over the training part.</summary>
    public IReadOnlyList<double> Means { get; } = means;

    /// <summary>Standard deviation of each label over the training part.</summary>
    public IReadOnlyList<double> Deviations { get; } = deviations;

    /// <summary>Takes mean and standard deviation from the known labels of the training part.</summary>
    /// <param name="labels">One row of labels a training case, NaN where unknown.</param>
    /// <param name="count">Labels in a row.</param>
    public static RegressionObjective ForTrainingLabels(IReadOnlyList<float[]> labels, int count)
    {
        var means = new double[count];
        var deviations = new double[count];
        for (var label = 0; label < count; label++)
        {
            double[] known = [.. labels.Select(row => (double)row[label]).Where(double.IsFinite)];
            means[label] = known.Length == 0 ? 0 : known.Average();
            var variance = known.Length < 2 ? 0 : known.Sum(value => Math.Pow(value - means[label], 2)) / (known.Length - 1);
            deviations[label] = variance > 0 ? Math.Sqrt(variance) : 1;
        }

        return new RegressionObjective(means, deviations);
    }

    /// <inheritdoc/>
    public override (Tensor Sum, Tensor Known) Loss(Tensor output, Tensor labels)
    {
        var known = labels.isnan().logical_not().to_type(ScalarType.Float32);
        var target = (labels.nan_to_num(0) - Row(Means, output.device)) / Row(Deviations, output.device);
        var error = output.to_type(ScalarType.Float32) - target;
        return ((error * error * known).sum(), known.sum());
    }

    /// <inheritdoc/>
    public override Tensor Scores(Tensor output) =>
        output.to_type(ScalarType.Float32) * Row(Deviations, output.device) + Row(Means, output.device);

    private static Tensor Row(IReadOnlyList<double> values, Device device) =>
        tensor(values.Select(value => (float)value).ToArray(), [1, values.Count], device: device); // [1, K]
}
