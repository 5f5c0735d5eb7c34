using System.CommandLine;
using MedTrain.Evaluation;
using MedTrain.Runs;

namespace MedTrain.Commands;

/// <summary><c>medtrain report</c>: writes the page of a complete run anew.</summary>
internal static class ReportCommand
{
    /// <summary>The line in <c>medtrain --help</c>.</summary>
    public const string Summary = "Write a run's report.html anew, also with subgroups.";

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Verb(
            "report",
            Summary + " The page holds all numbers with intervals, figures, the methods paragraph, training, checklists and provenance; "
            + "it needs no other file and no network.",
            "medtrain report runs/quickstart",
            "medtrain report runs/quickstart --by sex,age");
        var path = new Argument<string>("RUN") { Description = "The folder of a complete run." };
        command.Arguments.Add(path);
        var subgroups = new SubgroupOptions(command);
        command.SetAction(parsed =>
        {
            var run = parsed.GetRequiredValue(path);
            if (!Directory.Exists(run))
            {
                throw new UsageException(
                    $"{run} — there is no such run folder — give a path that exists, seen from {Directory.GetCurrentDirectory()}");
            }

            var input = PredictionSource.OpenRun(run);
            var folder = input.Run!;
            PredictionSource.Existing(
                folder.Evaluation, "evaluation, so the run is not complete: run 'medtrain fit' on its config.yaml first");
            var tables = subgroups.Make(parsed, input);
            var report = Evaluator.Evaluate(input.Table, input.Config, input.Validation);
            report = report with { Notes = [.. input.Notes, .. report.Notes] };
            HtmlReport.Write(folder, input.Experiment!, input.Table, report, input.Validation, tables);
            parsed.InvocationConfiguration.Output.WriteLine(folder.Report);
            return ExitCodes.Done;
        });
        return command;
    }
}
