namespace MedTrain.Evaluation.Reports;

/// <summary>One item of a reporting guideline.</summary>
/// <param name="Guideline">"CLAIM" or "TRIPOD+AI".</param>
/// <param name="Number">Number of the item in it.</param>
/// <param name="Topic">What is to be reported.</param>
/// <param name="Answer">What the run can say about it; null = for the authors to fill in.</param>
public sealed record ChecklistItem(string Guideline, string Number, string Topic, string? Answer);
