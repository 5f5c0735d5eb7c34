using System.CommandLine;
using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Inspection;
using MedTrain.Data.Imaging.Workers;
using MedTrain.Presentation;

namespace MedTrain.Commands;

/// <summary><c>medtrain data inspect</c>: what image files hold, and what a reader would warn about.</summary>
internal static class DataInspectCommand
{
    /// <summary>Makes the command.</summary>
    public static Verb Create()
    {
        var command = new Verb(
            "inspect",
            "Read image files whole and tell what they hold: kind, shape, spacing, origin, direction, transfer syntax, values as stored and "
            + "rescaled, and what a reader would warn about. A folder with DICOM files in it is one series; of other folders every image below "
            + "is read.\nOf paths found below a folder, words that might be a patient's name are shown as ***. "
            + "Exit code 4 when an image cannot be read.",
            "medtrain data inspect scan.dcm brain.nii.gz",
            "medtrain data inspect series-folder --series 1.2.840.1.2",
            "medtrain data inspect 'pneumoniamnist.npz#train_images/0' --json");
        var paths = new Argument<string[]>("FILE|FOLDER") { Description = "Image files or folders.", Arity = ArgumentArity.OneOrMore };
        var series = new Option<string?>("--series") { Description = "Of folders with several DICOM series: the series instance UID.", HelpName = "UID" };
        var volume = new Option<int?>("--volume") { Description = "Of 4D images: the volume, from 0.", HelpName = "N" };
        var showPaths = new Option<bool>("--show-paths") { Description = "Show paths found below a folder whole." };
        var output = new OutputOptions(command);
        command.Arguments.Add(paths);
        foreach (var option in new Option[] { series, volume, showPaths }) { command.Options.Add(option); }

        command.SetAction(parsed =>
        {
            using var stop = new StopSignals();
            using var workers = new DecodeWorkers(WorkerCommand.ForThisProgram());
            var options = new ReadOptions { SeriesUid = parsed.GetValue(series), VolumeIndex = parsed.GetValue(volume) };
            var found = new Inspector(workers.Read, parsed.GetValue(showPaths)).Inspect(parsed.GetRequiredValue(paths), options, stop.Token);
            if (output.WantsJson(parsed)) { InspectionReport.WriteJson(found, parsed.InvocationConfiguration.Output); }
            else { InspectionReport.Write(found, parsed.InvocationConfiguration.Output); }

            return found.Any(one => one.Error is not null) ? ExitCodes.BadData : ExitCodes.Done;
        });
        return command;
    }
}
