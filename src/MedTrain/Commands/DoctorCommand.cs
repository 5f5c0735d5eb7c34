using System.CommandLine;
using MedTrain.Diagnosis;
using MedTrain.Presentation;

namespace MedTrain.Commands;

/// <summary><c>medtrain doctor</c>: what this machine has, what is missing, and what to do about it.</summary>
internal static class DoctorCommand
{
    /// <summary>The line in <c>medtrain --help</c>.</summary>
    public const string Summary = "Show what this machine has and what is missing.";

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Verb(
            "doctor",
            Summary + " Ends with exit code 1 when something that MedTrain needs does not work.",
            "medtrain doctor",
            "medtrain doctor --json > machine.json");
        var output = new OutputOptions(command);
        command.SetAction(parsed =>
        {
            var findings = Checkup.Run();
            Write(findings, parsed.InvocationConfiguration.Output, output.WantsJson(parsed));
            return findings.Any(finding => finding.State == FindingState.Broken) ? ExitCodes.Failed : ExitCodes.Done;
        });
        return command;
    }

    private static void Write(IReadOnlyList<Finding> findings, TextWriter output, bool json)
    {
        if (json) { JsonOutput.Write(output, findings); return; }

        TextTable.Write(output, "", ["", "", "found"], findings.Select(finding => new[] { Mark(finding.State), finding.Item, Told(finding) }));
    }

    private static string Mark(FindingState state) => state switch { FindingState.Ok => "ok", FindingState.Warning => "!", _ => "BROKEN" };

    private static string Told(Finding finding) => finding.Remedy.Length == 0 ? finding.Value : $"{finding.Value}\n-> {finding.Remedy}";
}
