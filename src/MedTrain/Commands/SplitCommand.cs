using System.CommandLine;
using MedTrain.Configuration;
using MedTrain.Data.Cohorts;
using MedTrain.Presentation;
using MedTrain.Runs;

namespace MedTrain.Commands;

/// <summary><c>medtrain split</c>: divides patients into training, validation and test.</summary>
internal static class SplitCommand
{
    private static readonly string[] Demographics = ["age", "sex"];

    /// <summary>The line in <c>medtrain --help</c>.</summary>
    public const string Summary = "Divide a cohort's patients into training, validation and test, and write split.csv.";

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Verb(
            "split",
            Summary + " Prints what each part holds, and whether age and sex (or the balanced columns) differ between parts: Welch's t-test for numbers, "
            + "the chi-squared test for categories, by patient. The same seed gives the same split; an experiment uses the file with split.file.",
            "medtrain split configs/quickstart.yaml --out split.csv",
            "medtrain split manifest.csv --labels diagnosis --folds 5 --balance age,sex --out split.csv",
            "medtrain split manifest.csv --leave-out site",
            "medtrain split manifest.csv --labels Effusion,Mass --test-list test_list.txt --out split.csv --json");
        var source = new CohortSource(command);
        var splitting = new RecordOptions<SplitConfig>(command);
        var seed = new Option<string?>("--seed") { Description = "Seed of the draw.", HelpName = "N" };
        var file = new Option<string?>("--out") { Description = "The file to write: case_id, patient_id, fold, part.", HelpName = "FILE" };
        var acceptance = new LeakageOption(command);
        var output = new OutputOptions(command);
        command.Options.Add(seed);
        command.Options.Add(file);
        command.SetAction(parsed =>
        {
            var typed = splitting.Given(parsed, "split").Concat(parsed.GetValue(seed) is { } number ? [new ConfigOverride("seed", number, "--seed")] : []);
            using var stop = new StopSignals();
            using var stage = VerbosityOptions.Display(parsed).Stage("making synthetic images");
            var preparation = new DataPreparation(new StageProgress(stage), stop.Token);
            var plan = PlanReader.Read(source.Bind(parsed, typed), preparation, openImages: false, acceptance.Policy(parsed), requireLabels: false).Require();
            stage.Dispose();
            var path = parsed.GetValue(file);
            if (path is not null) { SplitFile.Write(path, plan.Cohort, plan.Split); }

            var report = new SplitReport(plan, SplitBalance.Of(plan.Cohort, plan.Split, Columns(plan)), path);
            if (output.WantsJson(parsed)) { report.WriteJson(parsed.InvocationConfiguration.Output); }
            else { report.Write(parsed.InvocationConfiguration.Output); }

            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>The balanced columns, or age and sex where the manifest has them.</summary>
    private static IReadOnlyList<string> Columns(ExperimentPlan plan) => plan.Config.Split.Balance is { Count: > 0 } balanced
        ? balanced
        : [.. Demographics.Where(column => plan.Cohort.Cases.Any(one => one.Columns.GetValueOrDefault(column, "").Length > 0))];
}
