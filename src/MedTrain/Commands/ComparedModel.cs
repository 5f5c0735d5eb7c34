using MedTrain.Evaluation.Predictions;

namespace MedTrain.Commands;

/// <summary>One model of a comparison.</summary>
/// <param name="Name">Name to show.</param>
/// <param name="Table">Its predictions.</param>
/// <param name="Validation">Its predictions for other patients, or null.</param>
internal sealed record ComparedModel(string Name, PredictionTable Table, PredictionTable? Validation);
