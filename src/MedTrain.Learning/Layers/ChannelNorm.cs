using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Layers;

/// <summary>Layer normalisation of each position's channels in maps <c>[N, C, (D,) H, W]</c>, with a learnt scale and shift.</summary>
/// <remarks>Ba et al., Layer Normalization, https://arxiv.org/abs/1607.06450.</remarks>
public sealed class ChannelNorm : Block
{
    private readonly long channels;
    private readonly double eps;

    /// <summary>Makes the layer, which begins with scale 1 and shift 0.</summary>
    public ChannelNorm(long channels, double eps = 1e-6)
        : base(nameof(ChannelNorm))
    {
        (this.channels, this.eps) = (channels, eps);
        Learn("weight", ones(channels));
        Learn("bias", zeros(channels));
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        using var scope = NewDisposeScope();
        var normalised = functional.layer_norm(input.ChannelsLast(), [channels], Learnt("weight"), Learnt("bias"), eps);
        return normalised.ChannelsFirst().MoveToOuterDisposeScope();
    }
}
