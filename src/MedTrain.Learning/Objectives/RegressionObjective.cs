using System.Text.Json;
using static TorchSharp.torch;

namespace MedTrain.Learning.Objectives;

/// <summary>
/// Regression: a loss of the error on labels standardised by the training part's mean and standard deviation, so that one learning rate
/// suits ages in years and volumes in mm³ alike; scores are in the label's own unit.
/// </summary>
/// <param name="means">Mean of each label over the training part.</param>
/// <param name="deviations">Standard deviation of each label over the training part, greater than zero.</param>
/// <param name="loss">The loss of each error <c>[N, K]</c>, in standard deviations.</param>
public sealed class RegressionObjective(IReadOnlyList<double> means, IReadOnlyList<double> deviations, Func<Tensor, Tensor> loss) : Objective
{
    private const string TargetScale = "target_scale";

    /// <summary>Mean of each label over the training part.</summary>
    public IReadOnlyList<double> Means { get; } = means;

    /// <summary>Standard deviation of each label over the training part.</summary>
    public IReadOnlyList<double> Deviations { get; } = deviations;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Facts =>
        new Dictionary<string, string> { [TargetScale] = JsonSerializer.Serialize(new[] { Means, Deviations }) };

    /// <inheritdoc/>
    public override (Tensor Sum, Tensor Known) Loss(Tensor output, Tensor labels)
    {
        var known = labels.isnan().logical_not().to_type(ScalarType.Float32);
        var target = (labels.nan_to_num(0) - Row(Means, output.device)) / Row(Deviations, output.device);
        return ((loss(output.to_type(ScalarType.Float32) - target) * known).sum(), known.sum());
    }

    /// <inheritdoc/>
    public override Tensor Scores(Tensor output) =>
        output.to_type(ScalarType.Float32) * Row(Deviations, output.device) + Row(Means, output.device);

    /// <summary>Takes mean and standard deviation from the known labels of the training part.</summary>
    internal static RegressionObjective Fit(ObjectiveContext context, Func<Tensor, Tensor> loss)
    {
        var means = new double[context.LabelCount];
        var deviations = new double[context.LabelCount];
        for (var label = 0; label < context.LabelCount; label++)
        {
            double[] known = [.. context.Known(label).Select(value => (double)value).Where(double.IsFinite)];
            means[label] = known.Length == 0 ? 0 : known.Average();
            var variance = known.Length < 2 ? 0 : known.Sum(value => Math.Pow(value - means[label], 2)) / (known.Length - 1);
            deviations[label] = variance > 0 ? Math.Sqrt(variance) : 1;
        }

        return new RegressionObjective(means, deviations, loss);
    }

    /// <summary>Takes mean and standard deviation from a weights file.</summary>
    internal static RegressionObjective Restore(IReadOnlyDictionary<string, string> facts, Func<Tensor, Tensor> loss) =>
        facts.TryGetValue(TargetScale, out var json) && JsonSerializer.Deserialize<double[][]>(json) is [var means, var deviations]
            ? new RegressionObjective(means, deviations, loss)
            : throw new InvalidDataException($"The weights file says nothing of '{TargetScale}', so its outputs have no unit.");

    private static Tensor Row(IReadOnlyList<double> values, Device device) =>
        tensor(values.Select(value => (float)value).ToArray(), [1, values.Count], device: device); // [1, K]
}
