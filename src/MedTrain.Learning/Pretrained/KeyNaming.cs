using MedTrain.Learning.Models;

namespace MedTrain.Learning.Pretrained;

/// <summary>A way in which weights files name their tensors, and how those names become a network's.</summary>
/// <param name="Name">The name in <c>pretrained: name@file</c>.</param>
/// <param name="Meaning">One line for people.</param>
/// <param name="Rename">A name of the file to the network's; null for a tensor that the network has no use for.</param>
public sealed record KeyNaming(string Name, string Meaning, Func<string, NetworkAnatomy, string?> Rename)
{
    /// <summary>True for tensors of the network that such files do not have: they stay as initialised.</summary>
    public Func<string, NetworkAnatomy, bool> Lacks { get; init; } = (_, _) => false;
}
