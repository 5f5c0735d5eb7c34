using MedTrain.Evaluation.Reports;

namespace MedTrain.Evaluation.Folds;

/// <summary>One metric over the folds, beside the pooled one of <see cref="ReportEntry"/>.</summary>
/// <param name="Metric">Name of the metric.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Scope">What it is computed over in each fold.</param>
/// <param name="Label">The label; null unless the scope is one label.</param>
/// <param name="Summary">Values, mean and spread.</param>
public sealed record FoldEntry(string Metric, string Title, Scope Scope, string? Label, FoldMean Summary);
