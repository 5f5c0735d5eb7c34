using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Baselines;
using MedTrain.Learning.Layers;
using MedTrain.Torch;
using static TorchSharp.torch;

namespace MedTrain.Learning.Models;

/// <summary>How a network's published weight files name their tensors.</summary>
public enum WeightNaming
{
    /// <summary>Only files that MedTrain wrote.</summary>
    MedTrain,

    /// <summary>torchvision's names.</summary>
    Torchvision,

    /// <summary>timm's names.</summary>
    Timm,

    /// <summary>MONAI's names.</summary>
    Monai,

    /// <summary>The names of the authors' or another public repository, which the row's source links to.</summary>
    Published,
}

/// <summary>Mean and standard deviation of each channel that published weights expect, for pixel values scaled to 0–1.</summary>
/// <param name="Mean">Mean of each channel.</param>
/// <param name="Std">Standard deviation of each channel.</param>
public sealed record ChannelStatistics(IReadOnlyList<double> Mean, IReadOnlyList<double> Std)
{
    /// <summary>ImageNet's RGB statistics, used by nearly all weights trained on it.</summary>
    public static ChannelStatistics ImageNet { get; } = new([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]);

    /// <summary>Mean and deviation 0.5, which bring 0–1 to −1–1; used by some weights of timm.</summary>
    public static ChannelStatistics Half { get; } = new([0.5, 0.5, 0.5], [0.5, 0.5, 0.5]);
}

/// <summary>A network that can be named in a config: one variant of a family.</summary>
public sealed record ModelRow
{
    /// <summary>The name in configs, e.g. <c>resnet18</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The family, e.g. <c>ResNet</c>.</summary>
    public required string Family { get; init; }

    /// <summary>The paper or reference code that the network equals; null for our own.</summary>
    public Uri? Source { get; init; }

    /// <summary>The usual input for each supported number of dimensions: <c>[C, H, W]</c>, <c>[C, D, H, W]</c>.</summary>
    public required IReadOnlyList<IReadOnlyList<long>> Inputs { get; init; }

    /// <summary>How many outputs the reference has, e.g. 1000 for ImageNet's classes.</summary>
    public int ReferenceOutputs { get; init; } = 1000;

    /// <summary>How published weights name their tensors.</summary>
    public WeightNaming Weights { get; init; }

    /// <summary>The input statistics that published weights expect, if any are published.</summary>
    public ChannelStatistics? Statistics { get; init; }

    /// <summary>Makes the network. Use <see cref="Build"/>, which checks the options first.</summary>
    public required Func<string, NetworkOptions, Network> Create { get; init; }

    /// <summary>Fits the head at once instead of training the network step by step; null for networks that are trained.</summary>
    public LinearFit? Fit { get; init; }

    /// <summary>The tasks that <see cref="Fit"/> can do.</summary>
    public IReadOnlyList<PredictionTask> FitTasks { get; init; } = [];

    /// <summary>The numbers of spatial dimensions that the network supports.</summary>
    public IEnumerable<SpatialDims> Dims => Inputs.Select(input => (SpatialDims)(input.Count - 1));

    /// <summary>The usual input <c>[C, (D,) H, W]</c>.</summary>
    /// <exception cref="ArgumentException">The network does not support the dimensions.</exception>
    public IReadOnlyList<long> InputFor(SpatialDims dims) => Inputs.FirstOrDefault(input => input.Count - 1 == (int)dims)
        ?? throw new ArgumentException(
            $"{Name} supports {string.Join(" and ", Dims.Select(each => $"{(int)each}D"))}, not {(int)dims}D.", nameof(dims));

    /// <summary>Whether activation checkpointing has blocks to compute again.</summary>
    public bool HasBlocks()
    {
        using var scope = NewDisposeScope();
        using var undrawn = TorchExtras.Current.LeaveWeightsUndrawn();
        using var network = Build(new NetworkOptions(Dims.First(), (int)Inputs[0][0], 1));
        return network.RecomputeBlocks() > 0;
    }

    /// <summary>Makes the network with freshly initialised weights (from the global random generator).</summary>
    /// <exception cref="ArgumentException">The options are impossible or the dimensions not supported.</exception>
    public Network Build(NetworkOptions options)
    {
        var usual = InputFor(options.Dims);
        return Create(Name, options.InputSize is null ? options with { InputSize = [.. usual.Skip(1)] } : options);
    }
}
