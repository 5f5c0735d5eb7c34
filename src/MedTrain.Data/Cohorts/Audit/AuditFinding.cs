namespace MedTrain.Data.Cohorts.Audit;

/// <summary>What an audit looks for.</summary>
public enum AuditRule
{
    /// <summary>A patient is in two parts of a fold.</summary>
    Patient,

    /// <summary>A value of a group column is in two parts of a fold.</summary>
    Group,

    /// <summary>The same image content is in two parts of a fold.</summary>
    SameImage,

    /// <summary>Nearly the same image is in two parts of a fold.</summary>
    AlikeImage,

    /// <summary>Something fitted saw patients of the validation or test part.</summary>
    Fitted,

    /// <summary>The cases that are reported on also chose the network.</summary>
    Selection,

    /// <summary>A label goes with the site or the scanner.</summary>
    Confounding,

    /// <summary>A label is more frequent in one part than in another.</summary>
    Prevalence,
}

/// <summary>One thing that an audit found.</summary>
/// <param name="Rule">Under which rule.</param>
/// <param name="IsLeakage">True: results would be too good. False: a careful person would look at it.</param>
/// <param name="Message">What was found and what to do.</param>
/// <param name="Line">Line in the manifest, or null.</param>
public sealed record AuditFinding(AuditRule Rule, bool IsLeakage, string Message, int? Line = null)
{
    /// <summary>Findings of the rules that work on manifests.</summary>
    internal static IEnumerable<AuditFinding> Of(AuditRule rule, IEnumerable<DataProblem> problems) =>
        problems.Select(problem => new AuditFinding(rule, true, problem.Message, problem.Line));

    /// <summary>The finding as a problem of a manifest.</summary>
    /// <param name="manifest">The manifest.</param>
    public DataProblem ToProblem(string manifest) => new(DataProblemKind.Leakage, Message, manifest, Line);
}
