using MedTrain.Data.Cohorts;
using MedTrain.Data.Cohorts.Audit;

namespace MedTrain.Configuration;

/// <summary>
/// What happens when the audit finds leakage: it stands in the way, unless a person has accepted it and said why; then it is kept, to be
/// printed in every report.
/// </summary>
/// <param name="reason">Why leakage is accepted; null when it is not.</param>
internal sealed class LeakagePolicy(string? reason)
{
    private readonly List<AuditFinding> _accepted = [];

    /// <summary>Leakage is refused.</summary>
    public static LeakagePolicy Refuse => new(null);

    /// <summary>Why leakage is accepted; null when it is not.</summary>
    public string? Reason => reason;

    /// <summary>What was found and accepted until now.</summary>
    public IReadOnlyList<AuditFinding> Accepted => [.. _accepted.Distinct()];

    /// <summary>The reason with what it covers, for the run's files; null when nothing had to be accepted.</summary>
    public AcceptedLeakage? Outcome =>
        reason is not null && _accepted.Count > 0 ? new AcceptedLeakage(reason, [.. Accepted.Select(finding => finding.Message)]) : null;

    /// <summary>Takes note of the leakage among <paramref name="findings"/>.</summary>
    /// <returns>What stands in the way: nothing when leakage is accepted.</returns>
    public IReadOnlyList<DataProblem> Refused(IEnumerable<AuditFinding> findings, string manifest)
    {
        var leaks = findings.Where(finding => finding.IsLeakage).ToList();
        if (reason is null) { return [.. leaks.Select(leak => leak.ToProblem(manifest))]; }

        _accepted.AddRange(leaks);
        return [];
    }
}

/// <summary>Leakage that a person accepted.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Findings">What the audit had found.</param>
internal sealed record AcceptedLeakage(string Reason, IReadOnlyList<string> Findings)
{
    private const int Listed = 3;

    /// <summary>The sentence that every report begins with.</summary>
    public string Note =>
        $"LEAKAGE ACCEPTED ({Reason}): these numbers are too good. The audit found {Findings.Count}: "
        + string.Join("; ", Findings.Take(Listed)) + (Findings.Count > Listed ? "; …" : "");
}
