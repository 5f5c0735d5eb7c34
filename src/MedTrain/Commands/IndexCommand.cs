using System.CommandLine;
using MedTrain.Configuration;
using MedTrain.Data.Cohorts.Indexing;
using MedTrain.Data.Imaging.Workers;
using MedTrain.Data.Privacy;
using MedTrain.Presentation;

namespace MedTrain.Commands;

/// <summary><c>medtrain index</c>: from a folder of images to a manifest.</summary>
internal sealed class IndexCommand
{
    /// <summary>The line in <c>medtrain --help</c>.</summary>
    public const string Summary = "Make the manifest of a folder: DICOM, BIDS, CAPS, class folders, NumPy archives, or a public data set.";

    private readonly Argument<string> _folder = new("FOLDER") { Description = "The folder, or a NumPy archive (.npz)." };
    private readonly Option<string> _manifest = new("--out") { Description = "The manifest to write.", HelpName = "FILE", DefaultValueFactory = _ => "manifest.csv" };
    private readonly Option<string?> _recipe = new("--recipe") { Description = $"A public data set ({string.Join(", ", RecipeLibrary.Names)}), or a recipe file.", HelpName = "NAME" };
    private readonly Option<bool> _partial = new("--partial") { Description = "Accept a part of the recipe's data set." };
    private readonly Option<string?> _layout = new("--layout") { Description = "auto, table, files, bids, caps, class_folders, npz, msd or dicom [default: as the recipe says, else auto]" };
    private readonly Option<string?> _suffix = new("--suffix") { Description = "BIDS and CAPS: only images with this suffix, such as T1w." };
    private readonly Option<string?> _contains = new("--contains") { Description = "BIDS and CAPS: only images whose path contains this text." };
    private readonly Option<string?> _uncertain = new("--uncertain") { Description = "What a label of -1 becomes: unknown, zero or one." };
    private readonly Option<string[]> _tables = new("--table") { Description = "A table to add, joined on participant_id, patient_id or case_id; may be given again.", HelpName = "FILE" };
    private readonly Option<string?> _series = new("--series-description") { Description = "DICOM: only series whose description contains this text.", HelpName = "TEXT" };
    private readonly Option<string?> _modality = new("--modality") { Description = "DICOM: only this modality, such as CT." };
    private readonly Option<bool> _every = new("--every") { Description = "Take every series of a study and every image of a visit." };
    private readonly Option<bool> _keepPaths = new("--keep-paths") { Description = "DICOM: name the files' own paths in the manifest instead of links with pseudonymous names." };
    private readonly Option<bool> _skip = new("--skip-unreadable") { Description = "Leave damaged DICOM files out." };
    private readonly Option<bool> _showPaths = new("--show-paths") { Description = "Show found paths whole in messages." };
    private readonly Option<string?> _key = new("--key") { Description = "DICOM: the secret key of the pseudonyms; made when absent [default: $MEDTRAIN_PSEUDONYM_KEY, else ~/.config/medtrain/pseudonym.key]", HelpName = "FILE" };
    private readonly OutputOptions _output;

    private IndexCommand(Verb command)
    {
        command.Arguments.Add(_folder);
        foreach (var option in new Option[] { _manifest, _recipe, _partial, _layout, _suffix, _contains, _uncertain, _tables, _series, _modality, _every, _keepPaths, _skip, _showPaths, _key })
        {
            command.Options.Add(option);
        }

        _output = new OutputOptions(command);
    }

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Verb(
            "index",
            Summary + "\nDICOM: patients, studies and sites become keyed hashes, made inside the decode workers; no name, id or date leaves them, and the "
            + "manifest names links instead of the files' own paths. Several series of one study are refused with a list, unless one is chosen.\n"
            + "A recipe also gives labels, the official split, and the counts to expect: a manifest that differs from them is refused.",
            "medtrain index hospital-export --out cohort/manifest.csv --series-description T1",
            "medtrain index bids-folder --suffix T1w --out manifest.csv",
            "medtrain index caps --recipe adni --table labels.tsv",
            "medtrain index pneumoniamnist.npz --recipe pneumoniamnist",
            "medtrain index /data/chestxray14 --recipe chestxray14 --out chestxray14.csv --partial --json");
        command.SetAction(new IndexCommand(command).Execute);
        return command;
    }

    private int Execute(ParseResult parsed)
    {
        var changes = new (string Key, Option<string?> Option)[] { ("layout", _layout), ("suffix", _suffix), ("contains", _contains), ("uncertain", _uncertain) }
            .Where(entry => parsed.GetValue(entry.Option) is not null)
            .Select(entry => new ConfigOverride(entry.Key, parsed.GetValue(entry.Option)!, entry.Option.Name));
        using var stop = new StopSignals();
        using var workers = new DecodeWorkers(WorkerCommand.ForThisProgram());
        var key = new Lazy<PseudonymKey>(() => PseudonymKey.LoadOrCreate(parsed.GetValue(_key) ?? PseudonymKey.DefaultPath));
        var outcome = FolderIndex.Run(
            new IndexRequest
            {
                Folder = parsed.GetRequiredValue(_folder),
                Manifest = parsed.GetRequiredValue(_manifest),
                Recipe = RecipeLibrary.Read(parsed.GetValue(_recipe), changes),
                Tables = parsed.GetValue(_tables) ?? [],
                Every = parsed.GetValue(_every),
                SeriesDescription = parsed.GetValue(_series),
                Modality = parsed.GetValue(_modality),
                KeepPaths = parsed.GetValue(_keepPaths),
                SkipUnreadable = parsed.GetValue(_skip),
                Partial = parsed.GetValue(_partial),
                ShowPaths = parsed.GetValue(_showPaths),
                Key = () => key.Value,
                Describe = workers.Describe,
            },
            stop.Token);
        var writer = parsed.InvocationConfiguration.Output;
        if (_output.WantsJson(parsed)) { JsonOutput.Write(writer, outcome); }
        else { Write(outcome, writer); }

        return ExitCodes.Done;
    }

    private static void Write(IndexOutcome outcome, TextWriter output)
    {
        foreach (var warning in outcome.Warnings) { output.WriteLine("Warning: " + warning); }

        if (outcome.Checks.Count > 0)
        {
            var rows = outcome.Checks.Select(check => new[] { check.What, $"{check.Expected}", $"{check.Found}", check.Found == check.Expected ? "" : "partial" });
            TextTable.Write(output, "Against the data set's publication", ["", "expected", "found", ""], rows, 1, 2);
        }

        output.WriteLine($"{outcome.Manifest}: {outcome.Images} images of {outcome.Patients} patients ({ConfigNames.ToKey($"{outcome.Layout}")}); columns {string.Join(", ", outcome.Columns)}");
    }
}
