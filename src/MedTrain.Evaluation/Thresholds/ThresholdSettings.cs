namespace MedTrain.Evaluation.Thresholds;

/// <summary>How the thresholds of labels are found.</summary>
/// <param name="Rule">Where they come from.</param>
/// <param name="Fixed">The threshold of the rule <see cref="ThresholdRule.Fixed"/>, and of labels that cannot follow another rule.</param>
/// <param name="Target">The sensitivity or specificity that a chosen threshold reaches on validation.</param>
internal sealed record ThresholdSettings(ThresholdRule Rule, double Fixed, double Target);
