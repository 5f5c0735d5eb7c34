using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>Twice: 3×3 convolution without bias, batch normalisation, ReLU.</summary>
internal static class DoubleConv
{
    /// <summary>The six layers under names of their own.</summary>
    /// <param name="ops">Images or volumes.</param>
    /// <param name="inputs">Channels before.</param>
    /// <param name="middle">Channels between.</param>
    /// <param name="outputs">Channels after.</param>
    /// <param name="names">Names of the convolutions, normalisations and activations in their order.</param>
    public static Module<Tensor, Tensor> Make(SpatialOps ops, long inputs, long middle, long outputs, IReadOnlyList<string> names) =>
        Sequential(
        (names[0], ops.Conv(inputs, middle, 3, padding: 1, bias: false)),
        (names[1], ops.BatchNorm(middle)),
        (names[2], ReLU(inplace: true)),
        (names[3], ops.Conv(middle, outputs, 3, padding: 1, bias: false)),
        (names[4], ops.BatchNorm(outputs)),
        (names[5], ReLU(inplace: true)));
}
