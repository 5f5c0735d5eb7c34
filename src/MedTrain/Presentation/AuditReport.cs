using MedTrain.Configuration;
using MedTrain.Data.Cohorts.Audit;
using MedTrain.Runs;

namespace MedTrain.Presentation;

/// <summary>Prints what an audit found.</summary>
internal static class AuditReport
{
    /// <summary>Prints a table of the findings, or that there are none, and what was looked at.</summary>
    public static void Write(AuditResult result, TextWriter output)
    {
        if (result.Findings.Count > 0)
        {
            TextTable.Write(output, "", ["", "rule", "line", "finding"], result.Findings.Select(finding => new[]
            {
                finding.IsLeakage ? "LEAKAGE" : "warning", Rule(finding), finding.Line is null or 0 ? "" : $"{finding.Line}", finding.Message,
            }), 2);
        }

        foreach (var image in result.Unreadable) { output.WriteLine($"Not compared: {image}"); }

        var leaks = result.Findings.Count(finding => finding.IsLeakage);
        var verdict = leaks == 0 ? "No leakage found" : leaks == 1 ? "1 leak" : $"{leaks} leaks";
        output.WriteLine($"{verdict} in {Looked(result)}.");
        if (leaks > 0) { output.WriteLine("'medtrain fit' refuses this; --accept-leakage \"reason\" goes on and prints the reason in every report."); }
    }

    /// <summary>Prints the same as JSON.</summary>
    public static void WriteJson(AuditResult result, TextWriter output) => JsonOutput.Write(output, new
    {
        result.ExitCode,
        Cases = result.Plan.Cohort.Cases.Count,
        Patients = result.Plan.Cohort.PatientIds.Count,
        Folds = result.Plan.Split.Folds.Count,
        SplitHash = result.Plan.Split.Hash,
        result.ImagesCompared,
        Findings = result.Findings.Select(finding => new
        {
            Level = finding.IsLeakage ? "leakage" : "warning", Rule = finding.Rule, finding.Line, finding.Message,
        }),
        result.Unreadable,
    });

    private static string Rule(AuditFinding finding) => ConfigNames.ToKey($"{finding.Rule}");

    private static string Looked(AuditResult result)
    {
        var folds = result.Plan.Split.Folds.Count;
        return $"{result.Plan.Cohort.Cases.Count} cases of {result.Plan.Cohort.PatientIds.Count} patients, {(folds == 1 ? "1 split" : $"{folds} folds")}, "
            + (result.ImagesCompared > 0 ? $"{result.ImagesCompared} images compared" : "images not compared");
    }
}
