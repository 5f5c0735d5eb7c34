using MedTrain.Evaluation.Intervals;

namespace MedTrain.Evaluation.Subgroups;

/// <summary>One label in one subgroup.</summary>
/// <param name="Label">The label; null = all classes together.</param>
/// <param name="Group">The subgroup, a value of the column.</param>
/// <param name="Prevalence">Share of positive cases in the group; NaN where there is no such thing.</param>
/// <param name="Value">The metric in the group.</param>
/// <param name="Difference">The metric in the group minus the metric in all other cases whose group is known, on the same
/// resamples.</param>
public sealed record SubgroupRow(string? Label, string Group, double Prevalence, Measurement Value, Measurement Difference);
