using System.CommandLine;
using MedTrain.Configuration;
using MedTrain.Presentation;
using MedTrain.Runs;

namespace MedTrain.Commands;

/// <summary><c>medtrain check</c>: everything that would stop <c>fit</c>, found together and without training.</summary>
internal static class CheckCommand
{
    /// <summary>The line in <c>medtrain --help</c>.</summary>
    public const string Summary = "Find everything that is wrong with an experiment and its data, without training.";

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Verb(
            "check",
            Summary + " Reads the experiment file, the manifest and every image; "
            + "images stay in the cache, so a later fit does not read them again.\n"
            + "Exit code 2 for mistakes in the file; else 3 for a patient or image in two parts of the split; "
            + "else 4 for data that cannot be used; 0 when all is well.",
            "medtrain check configs/quickstart.yaml",
            "medtrain check configs/quickstart.yaml --skip-images --set split.folds=5",
            "medtrain check configs/quickstart.yaml --json");
        var source = new ExperimentSource(command);
        var skipImages = new Option<bool>("--skip-images") { Description = "Do not open the images." };
        var output = new OutputOptions(command);
        command.Options.Add(skipImages);
        var acceptance = new LeakageOption(command);
        command.SetAction(parsed =>
        {
            using var stop = new StopSignals();
            var file = Read(source.Bind(parsed), VerbosityOptions.Display(parsed), !parsed.GetValue(skipImages), acceptance.Policy(parsed), stop.Token);
            var reading = new TrialSource(further => source.Bind(parsed, further), () => acceptance.Policy(parsed)).WithTrials(file, stop.Token);
            var writer = parsed.InvocationConfiguration.Output;
            if (output.WantsJson(parsed)) { CheckReport.WriteJson(reading, writer); }
            else { CheckReport.Write(reading, source.File(parsed), writer); }

            return reading.ExitCode;
        });
        return command;
    }

    private static PlanReading Read(BoundConfig bound, FitDisplay display, bool openImages, LeakagePolicy leakage, CancellationToken cancellation)
    {
        using var stage = display.Stage("checking images");
        return PlanReader.Read(bound, new DataPreparation(new StageProgress(stage), cancellation), openImages, leakage);
    }
}
