using System.CommandLine;
using MedTrain.Data.Cohorts;
using MedTrain.Presentation;
using MedTrain.Runs;

namespace MedTrain.Commands;

/// <summary><c>medtrain audit</c>: what would make a result too good.</summary>
internal static class AuditCommand
{
    /// <summary>The line in <c>medtrain --help</c>.</summary>
    public const string Summary = "Find what would make a result too good: patients, groups or images in two parts, and more.";

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Verb(
            "audit",
            Summary + "\nLeakage is: a patient or a group column's value in two parts of a fold; the same image, or nearly the same, in two parts; "
            + "pretrained weights that were trained on, or chosen by, patients to be tested on; a split without a test part.\n"
            + "Warnings are: labels that go with site or scanner, and labels of other frequency in one part.\n"
            + "Exit code 3 when there is leakage; 'medtrain fit' makes the same audit first.",
            "medtrain audit configs/quickstart.yaml",
            "medtrain audit manifest.csv --file split.csv --groups family",
            "medtrain audit manifest.csv --labels effusion --folds 5 --json");
        var source = new CohortSource(command);
        var splitting = new RecordOptions<SplitConfig>(command);
        var skipImages = new Option<bool>("--skip-images") { Description = "Do not open the images." };
        var output = new OutputOptions(command);
        command.Options.Add(skipImages);
        command.SetAction(parsed =>
        {
            using var stop = new StopSignals();
            var display = VerbosityOptions.Display(parsed);
            var result = AuditRun.Execute(source.Bind(parsed, splitting.Given(parsed, "split")), !parsed.GetValue(skipImages), display, stop.Token);
            var writer = parsed.InvocationConfiguration.Output;
            if (output.WantsJson(parsed)) { AuditReport.WriteJson(result, writer); }
            else { AuditReport.Write(result, writer); }

            return result.ExitCode;
        });
        return command;
    }
}
