namespace MedTrain.Data.Cohorts;

/// <summary>The data of an experiment cannot be used; carries everything that was found wrong, not only the first thing.</summary>
public class CohortException : Exception
{
    /// <summary>Makes the exception of several problems.</summary>
    /// <param name="problems">At least one problem.</param>
    public CohortException(IReadOnlyList<DataProblem> problems)
        : base(string.Join(Environment.NewLine, problems))
    {
        Problems = problems;
    }

    /// <summary>Everything that was found wrong.</summary>
    public IReadOnlyList<DataProblem> Problems { get; }
}
