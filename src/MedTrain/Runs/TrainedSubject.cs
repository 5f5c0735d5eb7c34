using MedTrain.Configuration;
using MedTrain.Data.Cohorts;
using MedTrain.Learning.Batching;
using MedTrain.Learning.Inference;
using static TorchSharp.torch;

namespace MedTrain.Runs;

/// <summary>What scores a case in one fold of a run: a network for whole images, or one or several for its parts with their fusion.</summary>
internal sealed class TrainedSubject
{
    private readonly ExperimentConfig config;
    private readonly IReadOnlyList<(TrainedNetwork Network, int[] Parts)> networks;
    private readonly SubjectFusion? fusion;

    private TrainedSubject(ExperimentConfig config, IReadOnlyList<(TrainedNetwork Network, int[] Parts)> networks, SubjectFusion? fusion) =>
        (this.config, this.networks, this.fusion) = (config, networks, fusion);

    /// <summary>Names of the scores.</summary>
    public IReadOnlyList<string> Labels => networks[0].Network.Labels;

    /// <summary>The shape of the samples that its networks were trained on.</summary>
    public IReadOnlyList<long> SampleShape => networks[0].Network.SampleShape;

    /// <summary>The score from which each label is called positive; null for tasks without such calls.</summary>
    public IReadOnlyDictionary<string, double>? Thresholds => fusion is null ? networks[0].Network.Thresholds : fusion.Thresholds;

    /// <summary>Loads it from the folder of a fold or member.</summary>
    /// <param name="config">The run's resolved experiment.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="device">Where to put the networks.</param>
    /// <exception cref="RunFolderException">A file is damaged, or not a weights file of a run.</exception>
    public static TrainedSubject Load(ExperimentConfig config, string folder, Device device)
    {
        var fusion = SubjectFusion.Read(folder);
        var shared = Path.Combine(folder, "best.safetensors");
        if (fusion is null || File.Exists(shared))
        {
            return new TrainedSubject(config, [(TrainedNetwork.Load(config, shared, device), [.. Enumerable.Range(0, fusion?.Parts.Count ?? 1)])], fusion);
        }

        return new TrainedSubject(
            config,
            [.. fusion.Parts.Index().Select(part => (
                TrainedNetwork.Load(config, Path.Combine(folder, RunFolder.PartFolder(part.Item), "best.safetensors"), device), new[] { part.Index }))],
            fusion);
    }

    /// <summary>How tabular context is encoded; null when its networks read images only.</summary>
    public ContextEncoding? Context => networks[0].Network.Context;

    /// <summary>Scores of each case.</summary>
    /// <param name="cases">The samples of each case: one, or its parts in order.</param>
    /// <param name="context">Tabular context of all cases, by column.</param>
    /// <param name="device">Where the networks are.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    public double[][] Scores(
        IReadOnlyList<float[][]> cases, IReadOnlyDictionary<string, string> context, Device device, CancellationToken cancellation)
    {
        var parts = cases.Select(one => new float[one.Length][]).ToArray();
        foreach (var (network, places) in networks)
        {
            var samples = Enumerable.Range(0, cases.Count).SelectMany(index => places.Select(part => (Case: index, Part: part))).ToArray();
            var source = new SampleSource(SampleShape, (number, destination) => cases[samples[number].Case][samples[number].Part].CopyTo(destination));
            var unknown = Enumerable.Repeat(float.NaN, Labels.Count).ToArray();
            LabelledCase[] labelled = [.. samples.Select((_, number) => new LabelledCase(
                number, $"{number}", unknown, Context: network.Context?.Encode(column => context.GetValueOrDefault(column))))];
            var loader = new BatchLoader(source, labelled, config.Training.BatchSize, [], config.Seed);
            var scores = Predictor.Run(network.Network, network.Objective, loader, config.Training, device, cancellation).Scores;
            foreach (var (sample, row) in samples.Zip(scores)) { parts[sample.Case][sample.Part] = row; }
        }

        return [.. parts.Select(rows => Array.ConvertAll(fusion is null ? rows[0] : fusion.Fusion.Apply(rows), score => (double)score))];
    }
}
