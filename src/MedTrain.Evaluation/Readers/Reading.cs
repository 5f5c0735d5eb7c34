namespace MedTrain.Evaluation.Readers;

/// <summary>What one reader said about one label of one case.</summary>
/// <param name="Reader">Id of the reader.</param>
/// <param name="CaseId">Id of the case.</param>
/// <param name="Label">The label.</param>
/// <param name="Call">Present (true) or absent; null when only a score was given.</param>
/// <param name="Score">Confidence that the label is present, higher = surer; null when only a call was given.</param>
/// <param name="Modality">Under which condition it was read, such as with and without the algorithm; "" when there is one.</param>
public sealed record Reading(string Reader, string CaseId, string Label, bool? Call, double? Score, string Modality = "");
