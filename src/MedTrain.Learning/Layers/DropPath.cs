using static TorchSharp.torch;

namespace MedTrain.Learning.Layers;

/// <summary>
/// Stochastic depth: in training the branch of a residual block is left out for each image with a probability, and the others are scaled so
/// that the mean stays.
/// </summary>
/// <remarks>Huang et al., Deep Networks with Stochastic Depth, https://arxiv.org/abs/1603.09382.</remarks>
/// <param name="probability">How often an image's branch is left out, from 0 to below 1.</param>
public sealed class DropPath(double probability) : Block(nameof(DropPath))
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        if (!training || probability == 0)
        {
            return input.alias();
        }

        using var scope = NewDisposeScope();
        long[] perImage = [input.shape[0], .. Enumerable.Repeat(1L, input.shape.Length - 1)];
        var kept = empty(perImage, dtype: input.dtype, device: input.device).bernoulli_(1 - probability);
        return (input * kept.div_(1 - probability)).MoveToOuterDisposeScope();
    }
}
