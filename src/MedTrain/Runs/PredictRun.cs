using System.Globalization;
using MedTrain.Configuration;
using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Workers;
using MedTrain.Data.Preprocessing;
using MedTrain.Presentation;
using static TorchSharp.torch;

namespace MedTrain.Runs;

/// <summary><c>medtrain predict</c>: scores of new images by a run's networks (the mean over its folds and members), with the run's own preprocessing.</summary>
internal static class PredictRun
{
    /// <summary>Stands between the paths of the views of one case.</summary>
    private const char ViewSeparator = ',';

    /// <summary>Predicts and prints. Images that cannot be used are named on <paramref name="error"/>; the others are predicted all the same.</summary>
    /// <param name="config">The run's resolved experiment.</param>
    /// <param name="run">The run folder.</param>
    /// <param name="paths">Image files, or folders of one DICOM series each.</param>
    /// <param name="context">Tabular context of all images, by column.</param>
    /// <param name="json">Print JSON instead of a table.</param>
    /// <param name="output">Where the scores go.</param>
    /// <param name="error">Where the unusable images are named.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Execute(
        ExperimentConfig config, string run, IReadOnlyList<string> paths, IReadOnlyDictionary<string, string> context, bool json, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var device = new TrainingMachine(config.Training).Device;
        var subjects = new List<TrainedSubject>();
        var scores = new Dictionary<string, double[][]>(); // of each image, by each subject model
        var failures = new Dictionary<string, string>();
        foreach (var (folder, networks) in ChosenTrials.NetworksOf(new RunFolder(run)))
        {
            var own = folder.Path == run ? config : new ConfigBinder(ConfigTables.All).BindFile<ExperimentConfig>(folder.Config, []).Require<ExperimentConfig>();
            List<TrainedSubject> trained = [.. networks.Select(network => TrainedSubject.Load(own, network, device))];
            if (trained.Count == 0)
            {
                throw new RunFolderException($"{folder.Path} holds no trained network (fold-*/best.safetensors). Train it first: medtrain fit {folder.Config}");
            }

            subjects.AddRange(trained);
            var (images, unusable) = Read(own, paths, trained[0].SampleShape);
            foreach (var (path, reason) in unusable) { failures.TryAdd(path, reason); }

            if (images.Count == 0) { continue; }

            foreach (var rows in trained.Select(subject => subject.Scores([.. images.Select(image => image.Samples)], context, device, cancellation)))
            {
                foreach (var (image, row) in images.Zip(rows)) { scores[image.Path] = [.. scores.GetValueOrDefault(image.Path, []), row]; }
            }
        }

        if (SuppliedContext.Check(context, subjects.Select(subject => subject.Context)) is { } missing) { error.WriteLine(missing); }

        foreach (var (path, reason) in failures) { error.WriteLine($"{path}: {reason}"); }

        string[] usable = [.. paths.Distinct().Where(path => !failures.ContainsKey(path))];
        if (usable.Length > 0)
        {
            Print(subjects, usable, [.. usable.Select(path => subjects[0].Labels.Select((_, label) => scores[path].Average(row => row[label])).ToArray())], json, output);
        }

        return failures.Count > 0 ? ExitCodes.BadData : ExitCodes.Done;
    }

    private static (List<(string Path, float[][] Samples)> Images, List<(string Path, string Reason)> Failures) Read(
        ExperimentConfig config, IReadOnlyList<string> paths, IReadOnlyList<long> shape)
    {
        var pipeline = new PreprocessingPipeline(config.Preprocessing);
        var options = config.Data.ToReadOptions();
        using var workers = new DecodeWorkers(WorkerCommand.ForThisProgram());
        var length = shape.Aggregate(1L, (product, side) => product * side);
        var results = new (float[][]? Samples, string? Reason)[paths.Count];
        Parallel.For(0, paths.Count, index =>
        {
            try
            {
                var views = config.Data.Views.Count == 0 ? [paths[index]] : paths[index].Split(ViewSeparator);
                if (views.Length != 1 + config.Data.Views.Count)
                {
                    results[index] = (null, $"is {views.Length} image(s), and the run's networks look at {1 + config.Data.Views.Count} of each case: give their paths with commas between");
                    return;
                }

                Volume[] volumes = [.. views.Select(view => workers.Prepare(view, options, pipeline))];
                var reason = config.Parts is null ? volumes.Select(volume => Mismatch(volume.Size, shape)).FirstOrDefault(found => found is not null) : null;
                results[index] = reason is null ? (Samples(config, pipeline, volumes), null) : (null, reason);
                if (results[index].Samples is { } samples && samples.Any(sample => sample.Length != length))
                {
                    results[index] = (null, "has parts of other sizes than those that its network was trained on");
                }
            }
            catch (Exception failure) when (failure is UnreadableImageException or PreprocessingException)
            {
                results[index] = (null, failure is UnreadableImageException { Reason: var unreadable } ? unreadable : failure.Message);
            }
        });
        return (
            [.. results.Zip(paths).Where(pair => pair.First.Samples is not null).Select(pair => (pair.Second, pair.First.Samples!))],
            [.. results.Zip(paths).Where(pair => pair.First.Reason is not null).Select(pair => (pair.Second, pair.First.Reason!))]);
    }

    private static string? Mismatch(GridSize size, IReadOnlyList<long> shape)
    {
        var expected = string.Join(" x ", shape.Skip(1).Reverse());
        var found = shape.Count == 4 ? $"{size.X} x {size.Y} x {size.Z}" : $"{size.X} x {size.Y}";
        return found == expected && (shape.Count == 4 || size.Z == 1)
            ? null
            : $"is {size.X} x {size.Y} x {size.Z} after the run's preprocessing; its network was trained on {expected}";
    }

    /// <summary>The views of a case behind each other, or the parts of its image in order.</summary>
    private static float[][] Samples(ExperimentConfig config, PreprocessingPipeline pipeline, Volume[] views) => config.Parts is not { } kind
        ? [[.. views.SelectMany(pipeline.ToSample)]]
        : [.. kind.Of(views[0].Geometry).Select(part => pipeline.ToSample(part.TakeFrom(views[0]), part.Stacked))];

    private static void Print(List<TrainedSubject> networks, IReadOnlyList<string> paths, double[][] scores, bool json, TextWriter output)
    {
        var labels = networks[0].Labels;
        // Each network has its own threshold; the mean score is held against the mean threshold.
        var thresholds = networks.All(network => network.Thresholds is not null)
            ? labels.Select(label => networks.Average(network => network.Thresholds![label])).ToArray()
            : null;
        if (json)
        {
            JsonOutput.Write(output, paths.Select((path, image) => new
            {
                path,
                scores = labels.Select((label, i) => KeyValuePair.Create(label, scores[image][i])).ToDictionary(),
                positive = thresholds is null
                    ? null
                    : labels.Select((label, i) => KeyValuePair.Create(label, scores[image][i] >= thresholds[i])).ToDictionary(),
            }));
            return;
        }

        TextTable.Write(
            output, "", ["image", .. labels],
            [.. paths.Select((path, image) => (IReadOnlyList<string>)
                [path, .. scores[image].Select((score, i) => score.ToString("0.0000") + (thresholds is null ? "" : score >= thresholds[i] ? " +" : "  "))])],
            [.. Enumerable.Range(1, labels.Count)]);
        if (thresholds is not null)
        {
            var limits = labels.Zip(thresholds, (label, value) => $"{label} {value.ToString("0.####", CultureInfo.InvariantCulture)}");
            output.WriteLine($"+ called positive: at least the threshold of the run ({string.Join(", ", limits)})");
        }
    }
}
