using MedTrain.Learning.Inference;

namespace MedTrain.Learning.Training;

/// <summary>What one evaluation of the validation part gave.</summary>
/// <param name="Loss">Mean loss over the known labels.</param>
/// <param name="Metrics">The followed metrics by name; null where one cannot be computed on these cases.</param>
public sealed record ValidationScores(double Loss, IReadOnlyDictionary<string, double?> Metrics)
{
    /// <summary>The scores of some predictions.</summary>
    /// <param name="predictions">Predictions of the validation cases.</param>
    /// <param name="session">Whose task and config say which metrics are followed.</param>
    public static ValidationScores Of(CasePredictions predictions, TrainingSession session) => new(
        predictions.MeanLoss,
        MonitorTable.Followed(session.Task, session.Config).ToDictionary(name => name, name => predictions.Metric(name, session.Task)));

    /// <summary>One of them by its name in <see cref="MonitorTable"/>; null when it cannot be computed.</summary>
    public double? Of(string monitor) => monitor == MonitorTable.Loss ? Loss : Metrics.GetValueOrDefault(monitor);
}
