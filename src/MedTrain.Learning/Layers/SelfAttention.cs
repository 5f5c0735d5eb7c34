using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Layers;

/// <summary>Multi-head attention of tokens <c>[N, L, width]</c> among themselves, with one layer for queries, keys and values.</summary>
/// <remarks>Vaswani et al., Attention Is All You Need, https://arxiv.org/abs/1706.03762.</remarks>
public sealed class SelfAttention : Block, ICountedLayer
{
    private readonly long heads;
    private readonly double dropout;
    private readonly long? queryCount;
    private readonly Module<Tensor, Tensor>? qkv;
    private readonly Module<Tensor, Tensor> proj;

    /// <summary>Makes the layers.</summary>
    /// <param name="width">Length of a token, a multiple of the heads.</param>
    /// <param name="heads">How many attentions there are side by side.</param>
    /// <param name="packed">
    /// True for PyTorch's own keys (<c>in_proj_weight in_proj_bias out_proj</c>) and initialisation, false for those of two layers <c>qkv
    /// proj</c>.
    /// </param>
    /// <param name="bias">Whether queries, keys and values have a bias; packed ones always have.</param>
    /// <param name="dropout">Probability with which an attention weight is set to zero in training.</param>
    /// <param name="queryCount">How many tokens, the first, attend to all and are returned; null for all.</param>
    public SelfAttention(long width, long heads, bool packed = false, bool bias = true, double dropout = 0, long? queryCount = null)
        : base(nameof(SelfAttention))
    {
        (this.heads, this.dropout, this.queryCount) = (heads, dropout, queryCount);
        if (packed)
        {
            Learn("in_proj_weight", init.xavier_uniform_(empty(3 * width, width)));
            Learn("in_proj_bias", zeros(3 * width));
            var output = Linear(width, width);
            init.zeros_(output.bias!);
            proj = Child("out_proj", output);
        }
        else
        {
            qkv = Child("qkv", Linear(width, 3 * width, hasBias: bias));
            proj = Child("proj", Linear(width, width));
        }
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (images, tokens, width) = (input.shape[0], input.shape[1], input.shape[2]);
        var mixed = qkv?.call(input) ?? functional.linear(input, Learnt("in_proj_weight"), Learnt("in_proj_bias")); // [N, L, 3 width]
        // 3 × [N, heads, L, width / heads]
        var parts = mixed.reshape(images, tokens, 3, heads, width / heads).permute(2, 0, 3, 1, 4).unbind(0);
        var queries = queryCount is { } first ? parts[0].narrow(2, 0, first) : parts[0];
        // [N, heads, L or queryCount, width / heads]
        var attended = functional.scaled_dot_product_attention(queries, parts[1], parts[2], p: training ? dropout : 0);
        return proj.call(attended.transpose(1, 2).reshape(images, queries.shape[2], width)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public long Macs(Tensor input, Tensor output)
    {
        var (images, tokens, width) = (input.shape[0], input.shape[1], input.shape[2]);
        var ownProjection = qkv is null ? 3 * width * width * tokens : 0;
        return images * (ownProjection + (2 * (queryCount ?? tokens) * tokens * width)); // scores, then the weighted mean of the values
    }
}
