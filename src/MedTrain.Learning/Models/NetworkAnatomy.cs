using static TorchSharp.torch;

namespace MedTrain.Learning.Models;

/// <summary>Where a network's parts are, as module paths (the beginnings of state-dict keys), and what it needs.</summary>
/// <param name="FirstLayer">The layer that reads the image; its weight is adapted when the channel count differs.</param>
/// <param name="Head">The last layer, which has one row per output and is replaced for another task.</param>
/// <param name="CamLayer">The layer whose output maps are used for class activation maps.</param>
/// <param name="FeatureCount">Width of the pooled features that the head reads.</param>
/// <param name="MinimumSize">The smallest side, in pixels or voxels, at which every layer still has an output.</param>
/// <param name="Stages">The parts from input to head; together they hold every parameter once.</param>
public sealed record NetworkAnatomy(
    string FirstLayer,
    string Head,
    string CamLayer,
    int FeatureCount,
    int MinimumSize,
    IReadOnlyList<NetworkStage> Stages)
{
    /// <summary>What the network's output is.</summary>
    public NetworkOutput Output { get; init; } = NetworkOutput.Scores;

    /// <summary>
    /// The only spatial size that the network can read, e.g. because a position table or a linear layer was made for it; null for any.
    /// </summary>
    public IReadOnlyList<long>? FixedSize { get; init; }

    /// <summary>Every side must be a multiple of this.</summary>
    public int SizeMultiple { get; init; } = 1;

    /// <summary>True when the head reads feature maps (a convolution, as in SqueezeNet or U-Net) and not pooled features.</summary>
    public bool HeadReadsMaps { get; init; }

    /// <summary>
    /// The weights of the auxiliary outputs' losses that the reference trains with, in the order of <see cref="NetworkOutputs.Auxiliary"/>.
    /// </summary>
    public IReadOnlyList<double> AuxiliaryWeights { get; init; } = [];

    /// <summary>The last layers of the auxiliary heads, which have one row per output and are replaced together with the head.</summary>
    public IReadOnlyList<string> AuxiliaryHeads { get; init; } = [];
}

/// <summary>What a network's output is.</summary>
public enum NetworkOutput
{
    /// <summary>One row of logits an image, <c>[N, outputs]</c>.</summary>
    Scores,

    /// <summary>Logits of each pixel or voxel, <c>[N, outputs, (d,) h, w]</c>.</summary>
    Maps,

    /// <summary>The image itself again, <c>[N, C, (D,) H, W]</c>; such a network has no head.</summary>
    Reconstruction,
}

/// <summary>What a network gives in training.</summary>
/// <param name="Main">The output that <c>forward</c> gives.</param>
/// <param name="Auxiliary">Outputs of auxiliary heads, weighed by <see cref="NetworkAnatomy.AuxiliaryWeights"/>; empty for most
/// networks.</param>
public sealed record NetworkOutputs(Tensor Main, IReadOnlyList<Tensor> Auxiliary);

/// <summary>A part of a network that is frozen, or given its own learning rate, as one.</summary>
/// <param name="Name">The name used in configs, e.g. <c>layer4</c>.</param>
/// <param name="Modules">Paths of the modules and single parameters in it.</param>
public sealed record NetworkStage(string Name, params IReadOnlyList<string> Modules)
{
    /// <summary>True when the state-dict key belongs to the stage.</summary>
    public bool Holds(string key) => Modules.Any(path => key == path || key.StartsWith(path + ".", StringComparison.Ordinal));
}
