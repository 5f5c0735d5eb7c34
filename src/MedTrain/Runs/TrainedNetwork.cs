using System.Text.Json;
using MedTrain.Configuration;
using MedTrain.Data.Cohorts;
using MedTrain.Learning.Models;
using MedTrain.Learning.Objectives;
using MedTrain.Torch.Weights;
using static TorchSharp.torch;

namespace MedTrain.Runs;

/// <summary>The best network of one fold of a run, ready to predict.</summary>
/// <param name="Network">The network.</param>
/// <param name="Objective">Turns its outputs into scores.</param>
/// <param name="Labels">Names of the scores.</param>
/// <param name="SampleShape">The shape of the images that it was trained on.</param>
/// <param name="Thresholds">The score from which each label is called positive; null for tasks without such calls.</param>
/// <param name="Context">How tabular context is encoded for it; null when it reads images only.</param>
internal sealed record TrainedNetwork(
    Network Network, Objective Objective, IReadOnlyList<string> Labels, IReadOnlyList<long> SampleShape, IReadOnlyDictionary<string, double>? Thresholds,
    ContextEncoding? Context)
{
    /// <summary>Key of the label names in a weights file.</summary>
    public const string LabelsFact = "labels";

    /// <summary>Key of the sample shape in a weights file.</summary>
    public const string ShapeFact = "sample_shape";

    /// <summary>Key of the encoding of tabular context in a weights file.</summary>
    public const string ContextFact = "context";

    /// <summary>Loads a fold's best weights.</summary>
    /// <param name="config">The run's resolved experiment.</param>
    /// <param name="file">Its <c>best.safetensors</c>.</param>
    /// <param name="device">Where to put the network.</param>
    /// <exception cref="RunFolderException">The file is damaged, or not a weights file of a run.</exception>
    public static TrainedNetwork Load(ExperimentConfig config, string file, Device device)
    {
        try
        {
            using var scope = NewDisposeScope();
            var saved = Safetensors.Load(file);
            var labels = JsonSerializer.Deserialize<string[]>(saved.Metadata[LabelsFact])!;
            var shape = JsonSerializer.Deserialize<long[]>(saved.Metadata[ShapeFact])!;
            var objective = ObjectiveTable.FromFacts(config.Training.Objective, config.Task, labels.Length, saved.Metadata);
            var context = saved.Metadata.TryGetValue(ContextFact, out var json) ? JsonSerializer.Deserialize<ContextEncoding>(json) : null;
            var network = NetworkFactory.Create(config, shape, labels.Length, device, context?.Width ?? 0);
            network.load_state_dict(new Dictionary<string, Tensor>(saved.Tensors));
            foreach (var tensor in network.parameters().Concat(network.buffers()))
            {
                tensor.MoveToOuterDisposeScope();
            }

            return new TrainedNetwork(network, objective, labels, shape, FrozenThresholds.Of(saved.Metadata), context);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or KeyNotFoundException or JsonException)
        {
            throw new RunFolderException($"{file} cannot be used: {failure.Message} Train the run again: medtrain fit.");
        }
    }
}
