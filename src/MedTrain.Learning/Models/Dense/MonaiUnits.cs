using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// The building blocks of MONAI's U-Net and autoencoder, with its keys: a convolution <c>conv</c> followed by <c>adn</c>, instance
/// normalisation without parameters and a PReLU with one.
/// </summary>
/// <remarks>https://github.com/Project-MONAI/MONAI, monai/networks/blocks.</remarks>
internal static class MonaiUnits
{
    /// <summary>A 3×3 convolution that keeps or halves the size.</summary>
    public static Module<Tensor, Tensor> Convolution(SpatialOps ops, long inputs, long outputs, int stride, bool activates = true) =>
        Unit(ops, ops.Conv(inputs, outputs, 3, stride, padding: 1), outputs, activates);

    /// <summary>A transposed 3×3 convolution that doubles the size.</summary>
    public static Module<Tensor, Tensor> Enlargement(SpatialOps ops, long inputs, long outputs, bool activates = true) =>
        Unit(ops, ops.ConvTranspose(inputs, outputs, 3, stride: 2, padding: 1, outputPadding: 1), outputs, activates);

    private static Module<Tensor, Tensor> Unit(SpatialOps ops, Module<Tensor, Tensor> conv, long outputs, bool activates) => activates
        ? Sequential(("conv", conv), ("adn", Sequential(("N", ops.InstanceNorm(outputs)), ("A", PReLU(1)))))
        : Sequential(("conv", conv));

    /// <summary>Convolutions beside a convolution, or beside nothing where channels and size stay.</summary>
    internal sealed class Residual : Block
    {
        private readonly Module<Tensor, Tensor> conv;
        private readonly Module<Tensor, Tensor>? residual;

        /// <summary>Makes the layers.</summary>
        /// <param name="ops">Images or volumes.</param>
        /// <param name="inputs">Channels before.</param>
        /// <param name="outputs">Channels after.</param>
        /// <param name="stride">Stride of the first convolution.</param>
        /// <param name="units">How many convolutions.</param>
        /// <param name="lastActivates">False for a block that gives logits.</param>
        public Residual(SpatialOps ops, long inputs, long outputs, int stride, int units, bool lastActivates = true)
            : base("Residual")
        {
            conv = Child("conv", Sequential(
            [
                .. Enumerable.Range(0, units).Select(i => ($"unit{i}", Convolution(
                    ops, i == 0 ? inputs : outputs, outputs, i == 0 ? stride : 1, lastActivates || i < units - 1))),
            ]));
            if (stride != 1 || inputs != outputs)
            {
                residual = Child("residual", stride == 1 ? ops.Conv(inputs, outputs, 1) : ops.Conv(inputs, outputs, 3, stride, padding: 1));
            }
        }

        /// <inheritdoc/>
        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            return (conv.call(input) + (residual?.call(input) ?? input)).MoveToOuterDisposeScope();
        }
    }
}
