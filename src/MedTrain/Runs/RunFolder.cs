using System.Text;
using MedTrain.Data;

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

    /// <summary>The log.</summary>
    public string Log => File("run.log");

    /// <summary>One JSON line an epoch.</summary>
    public string Metrics => File("metrics.jsonl");

    /// <summary>The same as a table.</summary>
    public string MetricsTable => File("metrics.csv");

    /// <summary>One fold's figures for TensorBoard, which is given the folder above.</summary>
    public string Events(int fold) => System.IO.Path.Combine(TensorBoard, $"fold-{fold}", "events.out.tfevents.medtrain");

    /// <summary>The estimates; its presence means that the run is complete.</summary>
    public string Evaluation => File("evaluation.json");

    /// <summary>The page for people.</summary>
    public string Report => File("report.html");

    /// <summary>The folder of one fold's weights and predictions.</summary>
    public string Fold(int fold) => File($"fold-{fold}");

    /// <summary>The predictions of one fold for one part.</summary>
    public string Predictions(int fold, string part) => System.IO.Path.Combine(Fold(fold), $"predictions-{part}.csv");

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
            throw new RunFolderException($"{Path} is in use by another medtrain process. Wait for it to end, or give this run another folder: --set output=DIR.");
        }
    }

    /// <summary>Removes what an earlier run wrote (only files of the kinds listed here).</summary>
    public void Clear()
    {
        foreach (var file in new[] { Config, Provenance, Manifest, Split, Images, Log, Metrics, MetricsTable, Evaluation, Report })
        {
            System.IO.File.Delete(file);
        }

        foreach (var fold in Directory.EnumerateDirectories(Path, "fold-*").Concat(Directory.EnumerateDirectories(Path, "tensorboard")))
        {
            Directory.Delete(fold, recursive: true);
        }
    }

    private string TensorBoard => File("tensorboard");

    private string File(string name) => System.IO.Path.Combine(Path, name);
}

/// <summary>A run folder that cannot be used for what was asked; the message says why and what to do.</summary>
internal sealed class RunFolderException(string message) : UsageException(message);
