using System.Globalization;
using MedTrain.Configuration;
using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Workers;
using MedTrain.Data.Preprocessing;
using MedTrain.Learning.Batching;
using MedTrain.Learning.Inference;
using MedTrain.Presentation;
using static TorchSharp.torch;

namespace MedTrain.Runs;

/// <summary><c>medtrain predict</c>: scores of new images by a run's networks (the mean over its folds and members), with the run's own preprocessing.</summary>
internal static class PredictRun
{
    /// <summary>Predicts and prints. Images that cannot be used are named on <paramref name="error"/>; the others are predicted all the same.</summary>
    /// <param name="config">The run's resolved experiment.</param>
    /// <param name="run">The run folder.</param>
    /// <param name="paths">Image files, or folders of one DICOM series each.</param>
    /// <param name="json">Print JSON instead of a table.</param>
    /// <param name="output">Where the scores go.</param>
    /// <param name="error">Where the unusable images are named.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Execute(
        ExperimentConfig config, string run, IReadOnlyList<string> paths, bool json, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var device = new TrainingMachine(config.Training).Device;
        var networks = new List<TrainedNetwork>();
        var scores = new Dictionary<string, double[][]>(); // of each image, of each network
        var failures = new Dictionary<string, string>();
        foreach (var (folder, weights) in ChosenTrials.NetworksOf(new RunFolder(run)))
        {
            var own = folder.Path == run ? config : new ConfigBinder(ConfigTables.All).BindFile<ExperimentConfig>(folder.Config, []).Require<ExperimentConfig>();
            var trained = Networks(own, folder, weights, device);
            networks.AddRange(trained);
            var (images, unusable) = Read(own, paths, trained[0].SampleShape);
            foreach (var (path, reason) in unusable) { failures.TryAdd(path, reason); }

            foreach (var (image, rows) in images.Zip(Scores(own, trained, images, device, cancellation)))
            {
                scores[image.Path] = [.. scores.GetValueOrDefault(image.Path, []), .. rows];
            }
        }

        foreach (var (path, reason) in failures) { error.WriteLine($"{path}: {reason}"); }

        string[] usable = [.. paths.Where(path => !failures.ContainsKey(path))];
        if (usable.Length > 0)
        {
            Print(networks, usable, [.. usable.Select(path => networks[0].Labels.Select((_, label) => scores[path].Average(row => row[label])).ToArray())], json, output);
        }

        return failures.Count > 0 ? ExitCodes.BadData : ExitCodes.Done;
    }

    private static List<TrainedNetwork> Networks(ExperimentConfig config, RunFolder folder, IReadOnlyList<string> weights, Device device)
    {
        List<TrainedNetwork> networks = [.. weights.Select(file => TrainedNetwork.Load(config, file, device))];
        return networks.Count > 0
            ? networks
            : throw new RunFolderException($"{folder.Path} holds no trained network (fold-*/best.safetensors). Train it first: medtrain fit {folder.Config}");
    }

    private static (List<(string Path, float[] Sample)> Images, List<(string Path, string Reason)> Failures) Read(
        ExperimentConfig config, IReadOnlyList<string> paths, IReadOnlyList<long> shape)
    {
        var pipeline = new PreprocessingPipeline(config.Preprocessing);
        var options = config.Data.ToReadOptions();
        using var workers = new DecodeWorkers(WorkerCommand.ForThisProgram());
        var results = new (float[]? Sample, string? Reason)[paths.Count];
        Parallel.For(0, paths.Count, index =>
        {
            try
            {
                var volume = pipeline.Apply(workers.Read(paths[index], options));
                var size = volume.Geometry.Size;
                var expected = string.Join(" x ", shape.Skip(1).Reverse());
                var found = shape.Count == 4 ? $"{size.X} x {size.Y} x {size.Z}" : $"{size.X} x {size.Y}";
                results[index] = found == expected && (shape.Count == 4 || size.Z == 1)
                    ? (pipeline.ToSample(volume), null)
                    : (null, $"is {size.X} x {size.Y} x {size.Z} after the run's preprocessing; its network was trained on {expected}");
            }
            catch (Exception failure) when (failure is UnreadableImageException or PreprocessingException)
            {
                results[index] = (null, failure is UnreadableImageException { Reason: var reason } ? reason : failure.Message);
            }
        });
        return (
            [.. results.Zip(paths).Where(pair => pair.First.Sample is not null).Select(pair => (pair.Second, pair.First.Sample!))],
            [.. results.Zip(paths).Where(pair => pair.First.Reason is not null).Select(pair => (pair.Second, pair.First.Reason!))]);
    }

    /// <summary>Scores of each image by each network.</summary>
    private static IEnumerable<double[][]> Scores(
        ExperimentConfig config, List<TrainedNetwork> networks, List<(string Path, float[] Sample)> images, Device device, CancellationToken cancellation)
    {
        var source = new SampleSource(networks[0].SampleShape, (index, destination) => images[index].Sample.CopyTo(destination));
        var unknown = Enumerable.Repeat(float.NaN, networks[0].Labels.Count).ToArray();
        var loader = new BatchLoader(source, [.. images.Select((image, index) => new LabelledCase(index, image.Path, unknown))], config.Training.BatchSize, [], config.Seed);
        var ofNetworks = networks.Select(trained => Predictor.Run(trained.Network, trained.Objective, loader, config.Training, device, cancellation).Scores).ToList();
        return images.Select((_, image) => ofNetworks.Select(scores => Array.ConvertAll(scores[image], score => (double)score)).ToArray());
    }

    private static void Print(List<TrainedNetwork> networks, IReadOnlyList<string> paths, double[][] scores, bool json, TextWriter output)
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
