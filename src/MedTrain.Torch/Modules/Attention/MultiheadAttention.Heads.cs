using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules;

/// <content>The computation on sequences [L, N, E].</content>
public sealed partial class MultiheadAttention
{
    private (Tensor Result, Tensor? Weights) Attend(
        Tensor query, Tensor key, Tensor value, Tensor? keyMask, bool needWeights, Tensor? mask)
    {
        var (length, count) = (query.size(0), query.size(1));
        var (q, k, v) = Project(query, key, value);
        var appended = (bias_k is null ? 0 : 1) + (settings.ExtraZeros ? 1 : 0);
        if (bias_k is not null && bias_v is not null)
        {
            k = cat([k, bias_k.expand(1, count, settings.Size)]);
            v = cat([v, bias_v.expand(1, count, settings.Size)]);
        }

        (q, k, v) = (Heads(q), Heads(k), Heads(v)); // [N heads, L or S, E / heads]
        if (settings.ExtraZeros)
        {
            k = F.pad(k, [0, 0, 0, 1]);
            v = F.pad(v, [0, 0, 0, 1]);
        }

        var added = Merged(Padded(mask, appended), Padded(keyMask, appended), count, q.dtype);
        var (result, weights) = Weighed(q, k, v, added, needWeights);
        result = result.transpose(0, 1).reshape(length, count, settings.Size); // [L, N, E]
        return (out_proj.call(result), weights?.view(count, settings.Heads, length, -1).mean([1]));
    }

    private (Tensor Query, Tensor Key, Tensor Value) Project(Tensor query, Tensor key, Tensor value)
    {
        if (in_proj_weight is not null && ReferenceEquals(query, key) && ReferenceEquals(key, value))
        {
            var all = F.linear(query, in_proj_weight, in_proj_bias).chunk(3, -1);
            return (all[0], all[1], all[2]);
        }

        var weights = in_proj_weight?.chunk(3) ?? [q_proj_weight!, k_proj_weight!, v_proj_weight!];
        var biases = in_proj_bias?.chunk(3);
        return (F.linear(query, weights[0], biases?[0]), F.linear(key, weights[1], biases?[1]), F.linear(value, weights[2], biases?[2]));
    }

    private Tensor Heads(Tensor sequence) =>
        sequence.contiguous().view(sequence.size(0), sequence.size(1) * settings.Heads, settings.HeadSize).transpose(0, 1);

    private (Tensor Result, Tensor? Weights) Weighed(Tensor q, Tensor k, Tensor v, Tensor? added, bool needWeights)
    {
        var dropout = training ? settings.Dropout : 0;
        if (!needWeights)
        {
            return (F.scaled_dot_product_attention(q, k, v, added, dropout), null);
        }

        var scores = q.mul(1 / Math.Sqrt(settings.HeadSize)).bmm(k.transpose(1, 2)); // [N heads, L, S]
        var weights = F.dropout((added is null ? scores : scores + added).softmax(-1), dropout, dropout > 0);
        return (weights.bmm(v), weights);
    }

    private static Tensor? Padded(Tensor? mask, int appended) =>
        mask is null || appended == 0 ? mask : F.pad(mask, [0, appended]);

    // Both masks as numbers to add to the scores, broadcast to [N heads, L, S].
    private Tensor? Merged(Tensor? mask, Tensor? keyMask, long count, ScalarType type)
    {
        var forKeys = keyMask is null ? null
            : Added(keyMask, type).view(count, 1, 1, -1).expand(-1, settings.Heads, -1, -1).reshape(count * settings.Heads, 1, -1);
        return (mask, forKeys) switch
        {
            (null, _) => forKeys,
            (_, null) => Added(mask, type),
            _ => Added(mask, type) + forKeys,
        };
    }

    private static Tensor Added(Tensor mask, ScalarType type) =>
        mask.is_floating_point() ? mask.to(type)
            : zeros(mask.shape, type, mask.device).masked_fill_(mask.to(ScalarType.Bool), double.NegativeInfinity);
}
