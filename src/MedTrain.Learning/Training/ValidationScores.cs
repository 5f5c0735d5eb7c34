using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Inference;

namespace MedTrain.Learning.Training;

/// <summary>What one evaluation of the validation part gave.</summary>
/// <param name="Loss">Mean loss over the known labels.</param>
/// <param name="Metrics">The followed metrics by name; null where one cannot be computed on these cases.</param>
public sealed record ValidationScores(double Loss, IReadOnlyDictionary<string, double?> Metrics)
{
    /// <summary>The scores of some predictions.</summary>
    /// <param name="predictions">Predictions of the validation cases.</param>
    /// <param name="task">The task.</param>
    /// <param name="config">Says which metrics are followed.</param>
    public static ValidationScores Of(CasePredictions predictions, PredictionTask task, TrainingConfig config) => new(
        predictions.MeanLoss,
        MonitorTable.Followed(task, config).ToDictionary(name => name, name => predictions.Metric(name, task)));

    /// <summary>One of them by its name in <see cref="MonitorTable"/>; null when it cannot be computed.</summary>
    public double? Of(string monitor) => monitor == MonitorTable.Loss ? Loss : Metrics.GetValueOrDefault(monitor);
}
