namespace MedTrain.Learning.Models;

/// <summary>One layer of a network, as it was run on an input of batch size 1.</summary>
/// <param name="Name">The layer's path, e.g. <c>layer1.0.conv1</c>; empty for parameters of the network itself.</param>
/// <param name="Kind">The layer's type, e.g. <c>Conv2d</c>.</param>
/// <param name="Output">Shape of the output <c>[1, C, (D,) H, W]</c>; null when the layer is used in training only, or inside another
/// one.</param>
/// <param name="Parameters">Numbers that are learnt; what is shared or run several times counts once.</param>
/// <param name="Macs">
/// Multiply-accumulate operations of a convolution, a linear layer (without its bias) or an attention; 0 for others.
/// </param>
/// <param name="View">What one output sees of the image; null when it sees all of it or the layer's input is no image.</param>
public sealed record LayerRow(string Name, string Kind, IReadOnlyList<long>? Output, long Parameters, long Macs, ReceptiveField? View);
