using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Batching;

namespace MedTrain.Learning.Inference;

/// <summary>A network's scores for some cases.</summary>
/// <param name="Cases">The cases.</param>
/// <param name="Scores">One row of scores a case: probabilities, or values in the label's unit.</param>
/// <param name="MeanLoss">Mean loss over the known labels; NaN when none is known.</param>
public sealed record CasePredictions(IReadOnlyList<LabelledCase> Cases, IReadOnlyList<float[]> Scores, double MeanLoss)
{
    /// <summary>A metric of the task, averaged over the labels for which it can be computed; null when that is none.</summary>
    /// <param name="name">Its name in <see cref="MetricTable"/>.</param>
    /// <param name="task">The task.</param>
    public double? Metric(string name, PredictionTask task) =>
        PointValue.Of(MetricTable.Find(name), task, Scores, [.. Cases.Select(member => member.Labels)]);
}
