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
    /// <summary>ROC AUC averaged over the labels that have both classes; null when none has, or for regression.</summary>
    public double? MacroAuc(PredictionTask task) => task == PredictionTask.Regression
        ? null
        : RocAuc.Macro([.. Scores.SelectMany(row => row)], [.. Cases.SelectMany(member => member.Labels)], Cases[0].Labels.Length);
}
