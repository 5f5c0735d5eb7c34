using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// The convolutional part that the Alzheimer's networks and their autoencoders share, so that weights move between them: blocks of
/// convolution, batch normalisation, ReLU and halving, numbered 0–3, 4–7, ….
/// </summary>
internal static class SubjectBlocks
{
    /// <summary>Layers a block.</summary>
    public const int Depth = 4;

    /// <summary>The layers with their names.</summary>
    /// <param name="ops">Images or volumes.</param>
    /// <param name="inputs">Channels of the image.</param>
    /// <param name="widths">Channels after each block.</param>
    /// <param name="padding">1 keeps the size in the 3×3 convolutions, 0 takes 2 off each side.</param>
    public static IEnumerable<(string Name, Module<Tensor, Tensor> Layer)> Layers(SpatialOps ops, long inputs, IReadOnlyList<int> widths,
        int padding)
    {
        for (var i = 0; i < widths.Count; i++)
        {
            yield return ($"{Depth * i}", ops.Conv(i == 0 ? inputs : widths[i - 1], widths[i], 3, padding: padding));
            yield return ($"{(Depth * i) + 1}", ops.BatchNorm(widths[i]));
            yield return ($"{(Depth * i) + 2}", ReLU());
            yield return ($"{(Depth * i) + 3}", new HalvingMaxPool(ops.Dims));
        }
    }

    /// <summary>The spatial size after the blocks.</summary>
    public static IEnumerable<long> SizeAfter(IEnumerable<long> size, int blocks, int padding) =>
        size.Select(side => Enumerable.Range(0, blocks).Aggregate(side, (before, _) => (before - 2 + (2 * padding) + 1) / 2));

    /// <summary>One stage a block.</summary>
    public static IEnumerable<NetworkStage> Stages(string path, int blocks) =>
        Enumerable.Range(0, blocks).Select(i => new NetworkStage($"block{i + 1}", $"{path}.{Depth * i}", $"{path}.{(Depth * i) + 1}"));
}
