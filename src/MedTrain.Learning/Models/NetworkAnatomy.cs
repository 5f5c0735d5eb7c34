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
    IReadOnlyList<NetworkStage> Stages);

/// <summary>A part of a network that is frozen, or given its own learning rate, as one.</summary>
/// <param name="Name">The name used in configs, e.g. <c>layer4</c>.</param>
/// <param name="Modules">Paths of the modules in it.</param>
public sealed record NetworkStage(string Name, params IReadOnlyList<string> Modules)
{
    /// <summary>True when the state-dict key belongs to the stage.</summary>
    public bool Holds(string key) => Modules.Any(path => key.StartsWith(path + ".", StringComparison.Ordinal));
}
