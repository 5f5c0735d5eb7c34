using System.CommandLine;
using MedTrain.Configuration;
using MedTrain.Runs;

namespace MedTrain.Commands;

/// <summary><c>medtrain predict</c>: scores for new images.</summary>
internal static class PredictCommand
{
    /// <summary>The line in <c>medtrain --help</c>.</summary>
    public const string Summary = "Score new images with a trained run.";

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Verb(
            "predict",
            Summary + " The run's own preprocessing is applied; with several folds the scores are the mean over their networks. "
            + "An image that cannot be used is named with the reason (exit code 4); the others are scored all the same.",
            "medtrain predict runs/quickstart image.dcm",
            "medtrain predict runs/brains sub-01_T1w.nii.gz sub-02_T1w.nii.gz --json");
        var run = new Argument<string>("RUN") { Description = "A run folder that 'medtrain fit' wrote." };
        var images = new Argument<string[]>("IMAGE") { Description = "Image files, or folders of one DICOM series each; of a run with several views all of a case, with commas between.", Arity = ArgumentArity.OneOrMore };
        var context = new Option<string[]>("--context")
        {
            Description = "Tabular context of the images, where the run's networks read it: --context age=71 --context sex=F.",
            HelpName = "COLUMN=VALUE",
        };
        var output = new OutputOptions(command);
        command.Arguments.Add(run);
        command.Arguments.Add(images);
        command.Options.Add(context);
        command.SetAction(parsed =>
        {
            using var stop = new StopSignals();
            var folder = parsed.GetRequiredValue(run);
            var file = new RunFolder(folder).Config;
            if (!File.Exists(file))
            {
                throw new UsageException($"{folder} — has no config.yaml, so it is no run folder — give a folder that 'medtrain fit' wrote");
            }

            var config = new ConfigBinder(ConfigTables.All).BindFile<ExperimentConfig>(file, []).Require<ExperimentConfig>();
            return PredictRun.Execute(
                config, folder, parsed.GetRequiredValue(images), SuppliedContext.Parse(parsed.GetValue(context) ?? []), output.WantsJson(parsed),
                parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, stop.Token);
        });
        return command;
    }
}
