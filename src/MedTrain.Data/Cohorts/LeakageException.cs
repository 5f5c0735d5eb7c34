namespace MedTrain.Data.Cohorts;

/// <summary>Training and evaluation parts of a split share a patient or an image; results from it would be too good (exit code 3).</summary>
/// <param name="problems">The findings, all of kind <see cref="DataProblemKind.Leakage"/>.</param>
public sealed class LeakageException(IReadOnlyList<DataProblem> problems) : CohortException(problems);
