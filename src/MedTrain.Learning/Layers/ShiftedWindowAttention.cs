using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Layers;

/// <summary>
/// Multi-head attention within windows of maps <c>[N, (D,) H, W, C]</c>, which are shifted by half a window in every other layer so that
/// neighbouring windows meet. Maps that are no multiple of the window are padded with zeros.
/// </summary>
/// <remarks>
/// Liu et al., Swin Transformer, https://arxiv.org/abs/2103.14030; with <c>cosine</c> the second version's attention and position bias,
/// https://arxiv.org/abs/2111.09883.
/// </remarks>
public sealed class ShiftedWindowAttention : Block, ICountedLayer
{
    private const double Separate = -100; // added to the scores of positions that are neighbours only by the cyclic shift
    private static readonly double LargestLogScale = Math.Log(100);

    private readonly long channels, heads;
    private readonly long[] window, shift;
    private readonly TorchSharp.Modules.Linear qkv;
    private readonly Module<Tensor, Tensor> proj;
    private readonly Module<Tensor, Tensor>? positions;

    /// <summary>Makes the layers.</summary>
    /// <param name="channels">Channels of the maps, a multiple of the heads.</param>
    /// <param name="heads">How many attentions there are side by side.</param>
    /// <param name="window">Sides of a window, one for each axis.</param>
    /// <param name="shifted">Whether the windows are shifted.</param>
    /// <param name="cosine">Scores are scaled cosines, and the position bias is computed by a small network from the distance.</param>
    /// <param name="savedIndex">Whether the fixed table of relative positions is part of the state dict, as in torchvision.</param>
    public ShiftedWindowAttention(long channels, long heads, long[] window, bool shifted, bool cosine, bool savedIndex)
        : base(nameof(ShiftedWindowAttention))
    {
        (this.channels, this.heads, this.window) = (channels, heads, window);
        shift = [.. window.Select(side => shifted ? side / 2 : 0)];
        if (cosine)
        {
            Learn("logit_scale", full([heads, 1, 1], Math.Log(10)));
            register_buffer("relative_coords_table", LogDistances(window));
        }
        else
        {
            var distances = window.Aggregate(1L, (count, side) => count * ((2 * side) - 1));
            Learn("relative_position_bias_table", init.normal_(empty(distances, heads), 0, 0.02));
        }

        register_buffer("relative_position_index", tensor(Windows.RelativePositions(window)), persistent: savedIndex);
        qkv = Child("qkv", Linear(channels, 3 * channels));
        proj = Child("proj", Linear(channels, channels));
        if (cosine)
        {
            positions = Child("cpb_mlp", Sequential(Linear(window.Length, 512), ReLU(inplace: true), Linear(512, heads, hasBias: false)));
        }
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        using var scope = NewDisposeScope();
        var sides = input.shape[1..^1];
        var padding = sides.Select((side, axis) => (window[axis] - (side % window[axis])) % window[axis]).ToArray();
        var padded = sides.Zip(padding, (side, extra) => side + extra).ToArray();
        var shifts = padded.Select((side, axis) => window[axis] >= side ? 0 : shift[axis]).ToArray();
        var back = shifts.Select(steps => -steps).ToArray();
        var axes = Enumerable.Range(1, sides.Length).Select(axis => (long)axis).ToArray();
        var isShifted = shifts.Any(steps => steps > 0);

        var x = padding.Any(extra => extra > 0)
            ? functional.pad(input, [0, 0, .. padding.Reverse().SelectMany(extra => new[] { 0, extra })])
            : input;
        x = isShifted ? x.roll(back, axes) : x;
        x = Attend(Windows.Partition(x, window), isShifted ? Mask(padded, shifts, input) : null); // [N · windows, L, C]
        x = Windows.Join(x, window, padded);
        x = isShifted ? x.roll(shifts, axes) : x;
        return axes.Aggregate(x, (maps, axis) => maps.narrow(axis, 0, sides[axis - 1])).contiguous().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public long Macs(Tensor input, Tensor output)
    {
        var (tokens, positionsOfWindow) = (input.shape[0], 1L);
        for (var axis = 0; axis < window.Length; axis++)
        {
            tokens *= (input.shape[axis + 1] + window[axis] - 1) / window[axis] * window[axis];
            positionsOfWindow *= window[axis];
        }

        // queries, keys, values; scores and weighted means
        return tokens * ((3 * channels * channels) + (2 * positionsOfWindow * channels));
    }

    // The distance along each axis, from -1 to 1, on a logarithmic scale: [1, 2 side - 1, …, axes].
    private static Tensor LogDistances(long[] window)
    {
        var sides = window.Select(side => (2 * side) - 1).ToArray();
        var axes = window.Select((side, axis) =>
        {
            var shape = sides.Select((length, each) => each == axis ? length : 1).ToArray();
            return (arange(1 - side, side, dtype: ScalarType.Float32) / (side - 1)).view(shape).expand(sides);
        });
        var distances = stack([.. axes], -1).unsqueeze(0) * 8;
        return distances.sign() * (distances.abs() + 1).log2() / 3;
    }

    private Tensor Attend(Tensor windows, Tensor? mask)
    {
        var (count, tokens) = (windows.shape[0], windows.shape[1]);
        var mixed = functional.linear(windows, qkv.weight, positions is null ? qkv.bias : WithoutKeys(qkv.bias!));
        // 3 × [count, heads, L, C / heads]
        var parts = mixed.reshape(count, tokens, 3, heads, channels / heads).permute(2, 0, 3, 1, 4).unbind(0);
        var scores = Scores(parts[0], parts[1]) + Bias(tokens); // [count, heads, L, L]
        if (mask is not null)
        {
            var groups = mask.shape[0];
            scores = (scores.view(count / groups, groups, heads, tokens, tokens) + mask.unsqueeze(1)).view(count, heads, tokens, tokens);
        }

        return proj.call(scores.softmax(-1).matmul(parts[2]).transpose(1, 2).reshape(count, tokens, channels));
    }

    private Tensor Scores(Tensor query, Tensor key)
    {
        if (positions is null)
        {
            return (query * Math.Pow(channels / heads, -0.5)).matmul(key.transpose(-2, -1));
        }

        var scale = Learnt("logit_scale").clamp_max(LargestLogScale).exp();
        return functional.normalize(query, dim: -1).matmul(functional.normalize(key, dim: -1).transpose(-2, -1)) * scale;
    }

    private Tensor Bias(long tokens)
    {
        var table = positions?.call(get_buffer("relative_coords_table")!).view(-1, heads) ?? Learnt("relative_position_bias_table");
        // [heads, L, L]
        var bias = table.index_select(0, get_buffer("relative_position_index")!).view(tokens, tokens, heads).permute(2, 0, 1);
        return positions is null ? bias : 16 * bias.sigmoid();
    }

    private Tensor WithoutKeys(Tensor bias) =>
        cat([bias.narrow(0, 0, channels), zeros_like(bias.narrow(0, 0, channels)), bias.narrow(0, 2 * channels, channels)]);

    /// <summary>
    /// What is added to the scores within each window <c>[windows, L, L]</c>, so that positions from opposite borders do not attend.
    /// </summary>
    private Tensor Mask(long[] sides, long[] shifts, Tensor like)
    {
        var regions = new long[sides.Aggregate((a, b) => a * b)];
        for (var i = 0L; i < regions.LongLength; i++)
        {
            var rest = i;
            for (var axis = sides.Length - 1; axis >= 0; axis--)
            {
                var place = rest % sides[axis];
                var region = place < sides[axis] - window[axis] || shifts[axis] == 0 ? 0 : place < sides[axis] - shifts[axis] ? 1 : 2;
                regions[i] = (3 * regions[i]) + region;
                rest /= sides[axis];
            }
        }

        var grouped = Windows.Partition(tensor(regions, [1, .. sides, 1]).to(like.device), window).squeeze(-1); // [windows, L]
        var apart = grouped.unsqueeze(1).ne(grouped.unsqueeze(2));
        return zeros(apart.shape, dtype: like.dtype, device: like.device).masked_fill(apart, Separate);
    }
}
