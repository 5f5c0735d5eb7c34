using MedTrain.Data.Cohorts;

namespace MedTrain.Data.Cache;

/// <summary>A case whose image could not be read or preprocessed.</summary>
/// <param name="Index">Index into <see cref="Cohort.Cases"/>.</param>
/// <param name="Path">Path of the image.</param>
/// <param name="Reason">Why.</param>
public sealed record UnreadableCase(int Index, string Path, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Reason}";
}

/// <summary>Images of a cohort could not be read; carries all of them (exit code 4).</summary>
/// <param name="cases">The cases.</param>
/// <param name="problems">The same, with manifest lines.</param>
public sealed class UnreadableCasesException(IReadOnlyList<UnreadableCase> cases, IReadOnlyList<DataProblem> problems) : CohortException(problems)
{
    /// <summary>Every case that could not be read.</summary>
    public IReadOnlyList<UnreadableCase> Cases { get; } = cases;
}
