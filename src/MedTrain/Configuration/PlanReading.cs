using MedTrain.Data.Cohorts;

namespace MedTrain.Configuration;

/// <summary>What is known about an experiment before training: the plan, or everything that stands in its way.</summary>
/// <param name="Plan">The plan; null when there are problems.</param>
/// <param name="ConfigProblems">What is wrong with the experiment file, in its order.</param>
/// <param name="DataProblems">What is wrong with the data.</param>
/// <param name="Warnings">What a careful person would look at, one sentence each.</param>
internal sealed record PlanReading(
    ExperimentPlan? Plan, IReadOnlyList<ConfigProblem> ConfigProblems, IReadOnlyList<DataProblem> DataProblems, IReadOnlyList<string> Warnings)
{
    /// <summary>One line per problem: those of the experiment file first, then those of the data.</summary>
    public IEnumerable<string> Lines =>
        ConfigProblems.Select(problem => problem.ToString()).Concat(DataProblems.Select(problem => problem.ToString()));

    /// <summary>The exit code that the worst kind of problem asks for: a wrong config before leakage before unusable data.</summary>
    public int ExitCode =>
        ConfigProblems.Count > 0 ? ExitCodes.Usage
        : DataProblems.Any(problem => problem.Kind == DataProblemKind.Leakage) ? ExitCodes.Leakage
        : DataProblems.Count > 0 ? ExitCodes.BadData
        : ExitCodes.Done;

    /// <summary>The plan.</summary>
    /// <exception cref="PlanException">There are problems; carries them all.</exception>
    public ExperimentPlan Require() => Plan ?? throw new PlanException(this);
}
