using System.Text;
using MedTrain.Configuration;
using MedTrain.Data;
using MedTrain.Data.Cohorts;

namespace MedTrain.Runs;

/// <summary>The folder of one run: where each of its files lies.</summary>
/// <param name="path">The folder.</param>
internal sealed class RunFolder(string path)
{
    /// <summary>The folder itself.</summary>
    public string Path { get; } = path;

    /// <summary>The resolved experiment, usable as input again.</summary>
    public string Config => File("config.yaml");

    /// <summary>What the run was made with: versions, machine, data.</summary>
    public string Provenance => File("provenance.json");

    /// <summary>The cohort as it was read.</summary>
    public string Manifest => File("manifest.csv");

    /// <summary>Which case was in which part of which fold.</summary>
    public string Split => File("split.csv");

    /// <summary>The content of every image, as a hash.</summary>
    public string Images => File("images.sha256");

    /// <summary>The content of every further image of the pretraining.</summary>
    public string FurtherImages => File("images-pretraining.sha256");

    /// <summary>The log.</summary>
    public string Log => File("run.log");

    /// <summary>One JSON line an epoch.</summary>
    public string Metrics => File("metrics.jsonl");

    /// <summary>The same as a table.</summary>
    public string MetricsTable => File("metrics.csv");

    /// <summary>One network's figures for TensorBoard, which is given the folder above.</summary>
    public string Events(NetworkPlace place) => System.IO.Path.Combine(
        TensorBoard, System.IO.Path.GetRelativePath(Path, Network(place)).Replace(System.IO.Path.DirectorySeparatorChar, '-'), "events.out.tfevents.medtrain");

    /// <summary>The estimates; its presence means that the run is complete.</summary>
    public string Evaluation => File("evaluation.json");

    /// <summary>Of a sweep: its trials with their settings and validation scores.</summary>
    public string Ledger => File("sweep.csv");

    /// <summary>Of a sweep: whose networks stand for each fold.</summary>
    public string Chosen => File("chosen.csv");

    /// <summary>Of variants: their results side by side.</summary>
    public string Comparison => File("comparison.csv");

    /// <summary>The variants' differences from the first one.</summary>
    public string Differences => File("differences.csv");

    /// <summary>The run folder of a sweep's trial.</summary>
    public string Trial(string name) => System.IO.Path.Combine(File("trials"), name);

    /// <summary>The run folder of a variant; what a folder's name cannot hold becomes a dash.</summary>
    public string Variant(string name) => System.IO.Path.Combine(
        File("variants"), string.Concat(name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).Trim('-'));

    /// <summary>The page for people.</summary>
    public string Report => File("report.html");

    /// <summary>The folder of one fold's weights and predictions.</summary>
    public string Fold(int fold) => File($"fold-{fold}");

    /// <summary>The folder of one network: its fold's, <c>member-m</c> in there, and <c>part-NAME</c> in that.</summary>
    public string Network(NetworkPlace place)
    {
        var own = place.Member is { } member ? System.IO.Path.Combine(Fold(place.Fold), $"member-{member}") : Fold(place.Fold);
        return place.Part is { } part ? System.IO.Path.Combine(own, PartFolder(part)) : own;
    }

    /// <summary>Name of the folder of a network for one part of the image.</summary>
    public static string PartFolder(string part) => $"part-{part}";

    /// <summary>The predictions of cases for one part of the split.</summary>
    public string Predictions(NetworkPlace place, string part) => System.IO.Path.Combine(Network(place), $"predictions-{part}.csv");

    /// <summary>The predictions of parts of images for one part of the split.</summary>
    public string PartPredictions(NetworkPlace place, string part) => System.IO.Path.Combine(Network(place), $"parts-{part}.csv");

    /// <summary>The folders of all folds and members whose networks are trained, fold by fold.</summary>
    public IReadOnlyList<string> TrainedFolders() => !Directory.Exists(Path) ? [] :
    [
        .. Directory.GetDirectories(Path, "fold-*").OrderBy(fold => fold.Length).ThenBy(fold => fold, StringComparer.Ordinal)
            .SelectMany(fold => Directory.GetDirectories(fold, "member-*").OrderBy(member => member.Length).ThenBy(member => member, StringComparer.Ordinal)
                .Prepend(fold))
            .Where(network => new[] { "best.safetensors", SubjectFusion.FileName }.Any(file => System.IO.File.Exists(System.IO.Path.Combine(network, file)))),
    ];

    /// <summary>The curve of one network's search for a learning rate.</summary>
    public string LearningRates(NetworkPlace place) => System.IO.Path.Combine(Network(place), "learning-rates.csv");

    /// <summary>The batch sizes that a search found to fit, with what they took.</summary>
    public string BatchSizes(NetworkPlace place) => System.IO.Path.Combine(Network(place), "batch-sizes.csv");

    /// <summary>The folder of one fold's pretraining.</summary>
    public string Pretraining(int fold) => System.IO.Path.Combine(Fold(fold), "pretraining");

    /// <summary>What the pretraining gave one fold's network to begin with.</summary>
    public string Encoder(int fold) => System.IO.Path.Combine(Pretraining(fold), "encoder.safetensors");

    /// <summary>Writes a text file at once or not at all.</summary>
    public static void Write(string file, string text) =>
        AtomicFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>Keeps a second process out of the folder until the result is disposed.</summary>
    /// <exception cref="RunFolderException">Another process holds it.</exception>
    public IDisposable Lock()
    {
        Directory.CreateDirectory(Path);
        try
        {
            return new FileStream(File(".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            throw new BusyFolderException($"{Path} is in use by another medtrain process. Wait for it to end, or give this run another folder: --set output=DIR.");
        }
    }

    /// <summary>Writes what the run is of: experiment, cohort and split.</summary>
    public void Describe(ExperimentPlan plan)
    {
        Write(Config, plan.ResolvedYaml);
        ManifestFile.Write(Manifest, plan.Cohort);
        SplitFile.Write(Split, plan.Cohort, plan.Split);
    }

    /// <summary>Removes what an earlier run wrote (only files of the kinds listed here).</summary>
    public void Clear()
    {
        foreach (var file in new[] { Config, Provenance, Manifest, Split, Images, FurtherImages, Log, Metrics, MetricsTable, Evaluation, Report, Ledger, Chosen, Comparison, Differences })
        {
            System.IO.File.Delete(file);
        }

        foreach (var fold in new[] { "fold-*", "tensorboard", "trials", "variants" }.SelectMany(name => Directory.EnumerateDirectories(Path, name)))
        {
            Directory.Delete(fold, recursive: true);
        }
    }

    private string TensorBoard => File("tensorboard");

    private string File(string name) => System.IO.Path.Combine(Path, name);
}

/// <summary>A run folder that cannot be used for what was asked; the message says why and what to do.</summary>
internal class RunFolderException(string message) : UsageException(message);

/// <summary>A run folder that another process works in.</summary>
internal sealed class BusyFolderException(string message) : RunFolderException(message);
