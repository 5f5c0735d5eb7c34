namespace MedTrain.Evaluation.Thresholds;

/// <summary>The threshold of one label.</summary>
/// <param name="Label">The label.</param>
/// <param name="Fold">The fold whose validation it was chosen on; null = the same for all cases.</param>
/// <param name="Value">A score of at least this is called positive.</param>
public sealed record LabelThreshold(string Label, int? Fold, double Value);
