using System.CommandLine;
using MedTrain.Configuration;
using MedTrain.Data.Imaging.Workers;
using MedTrain.Data.Synthesis;
using MedTrain.Presentation;
using MedTrain.Runs;

namespace MedTrain.Commands;

/// <summary><c>medtrain synth</c>: a synthetic cohort, as files that any other program can read too.</summary>
internal static class SynthCommand
{
    /// <summary>The line in <c>medtrain --help</c>.</summary>
    public const string Summary = "Make a synthetic cohort: real DICOM or NIfTI files with a manifest.";

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Verb(
            "synth",
            Summary + "\nradiographs: chest-like DICOM images with four findings of graded subtlety; "
            + "brains: T1-like NIfTI volumes that follow age and diagnosis; slices: 2D slices of such, several per patient, for showing what leakage does.\n"
            + "The same seed gives the same images. Started again on the same folder, it makes what is missing.",
            "medtrain synth radiographs data/radiographs --patients 300",
            "medtrain synth brains data/brains --patients 100 --size 48 --seed 7");
        var kind = new Argument<string>("KIND") { Description = "radiographs, brains or slices." };
        var folder = new Argument<string>("OUT") { Description = "A new folder; it gets manifest.csv and the images." };
        var settings = new RecordOptions<SyntheticConfig>(command, "kind");
        var output = new OutputOptions(command);
        command.Arguments.Add(kind);
        command.Arguments.Add(folder);
        command.SetAction(parsed =>
        {
            var typed = settings.Given(parsed).Prepend(new ConfigOverride("kind", parsed.GetRequiredValue(kind), "KIND"));
            var config = new ConfigBinder(ConfigTables.All).BindText<SyntheticConfig>("", "", typed).Require<SyntheticConfig>();
            using var stop = new StopSignals();
            using var workers = new DecodeWorkers(WorkerCommand.ForThisProgram());
            var manifest = Path.Combine(parsed.GetRequiredValue(folder), "manifest.csv");
            using var stage = VerbosityOptions.Display(parsed).Stage("making images");
            var outcome = SyntheticCohort.Create(config, manifest, workers.WriteDicom, new StageProgress(stage), stop.Token);
            stage.Dispose();
            var writer = parsed.InvocationConfiguration.Output;
            if (output.WantsJson(parsed)) { JsonOutput.Write(writer, outcome); }
            else { writer.WriteLine($"{outcome.Manifest}: {outcome.Images} images, {outcome.Made} of them made now"); }

            return ExitCodes.Done;
        });
        return command;
    }
}
