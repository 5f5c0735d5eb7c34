using System.Text.RegularExpressions;
using MedTrain.Learning.Models;
using static TorchSharp.torch;

namespace MedTrain.Learning.Pretrained;

/// <summary>Changes a tensor of a weights file to the shape that a network has in its place, where there is one sensible way to.</summary>
/// <param name="network">The network.</param>
/// <param name="inflation">What to do with 2D filters in a 3D network.</param>
internal sealed partial class TensorFit(Network network, Inflation inflation)
{
    private const int Spatial = 2; // axes of a filter before its spatial ones: outputs, inputs

    private long[] ImageSize => [.. network.Options.InputSize!];

    /// <summary>The tensor in the shape that is wanted, and what was done in words; null when there is no way.</summary>
    internal (Tensor Tensor, string How)? Apply(string key, Tensor from, long[] to)
    {
        if (from.is_complex())
        {
            return null;
        }

        if (WithoutOnes(from.shape).SequenceEqual(WithoutOnes(to)))
        {
            return (from.reshape(to), $"{Text(from.shape)} to {Text(to)}");
        }

        if (PositionTable().IsMatch(key) && from.ndim == 3 && to.Length == 3 && from.shape[2] == to[2])
        {
            return Positions(from, to[1]) is { } positions ? (positions, $"{from.shape[1]} to {to[1]} positions") : null;
        }

        if (BiasTable().IsMatch(key) && from.ndim == 2 && to.Length == 2 && from.shape[1] == to[1])
        {
            return Biases(from, to[0]) is { } biases ? (biases, $"{from.shape[0]} to {to[0]} relative positions") : null;
        }

        return Filters(key == network.Anatomy.FirstLayer + ".weight", from, to);
    }

    private (Tensor Tensor, string How)? Filters(bool isFirstLayer, Tensor from, long[] to)
    {
        var steps = new List<string>();
        if (from.ndim == 4 && to.Length == 5 && inflation != Inflation.None)
        {
            from = Inflate(from, to[Spatial]);
            steps.Add($"a filter of {to[Spatial]} slices ({(inflation == Inflation.Centre ? "centre" : "average")})");
        }

        if (isFirstLayer && from.ndim == to.Length && from.ndim > Spatial && from.shape[0] == to[0] && from.shape[1] != to[1])
        {
            steps.Add($"{from.shape[1]} to {to[1]} channels");
            from = WithChannels(from, to[1]);
        }

        return from.shape.SequenceEqual(to) ? (from, string.Join(", ", steps)) : null;
    }

    private Tensor Inflate(Tensor filter, long slices)
    {
        var volume = filter.unsqueeze(Spatial);
        var shape = volume.shape;
        shape[Spatial] = slices;
        if (inflation == Inflation.Average)
        {
            return volume.expand(shape) / (double)slices;
        }

        // Of an even number of slices the two in the middle share the filter.
        var (first, count) = ((slices - 1) / 2, slices % 2 == 1 ? 1 : 2);
        var result = zeros(shape, dtype: filter.dtype);
        shape[Spatial] = count;
        result.narrow(Spatial, first, count).copy_(volume.expand(shape) / (double)count);
        return result;
    }

    /// <summary>
    /// A first layer's weight <c>[outputs, channels, …]</c> for another number of channels: the mean over channels for one; for more, the
    /// channels in turn, scaled so that equal channels give the same response as before.
    /// </summary>
    private static Tensor WithChannels(Tensor weight, long channels)
    {
        if (channels == 1)
        {
            return weight.mean([1], keepdim: true);
        }

        var before = weight.shape[1];
        var turns = Enumerable.Range(0, (int)channels).Select(channel => weight.narrow(1, channel % before, 1));
        return cat(turns.ToArray(), 1) * ((double)before / channels);
    }

    /// <summary>A table <c>[1, tokens, width]</c> for another number of positions, interpolated over the grid of patches.</summary>
    private Tensor? Positions(Tensor table, long tokens)
    {
        foreach (var extra in new[] { 1, 0 }) // a class token comes before the patches in most
        {
            if (TargetGrid(tokens - extra) is not { } target || SourceGrid(table.shape[1] - extra, target) is not { } source)
            {
                continue;
            }

            var width = table.shape[2];
            // [1, width, (d,) h, w].
            var maps = table.narrow(1, extra, table.shape[1] - extra).transpose(1, 2).reshape([1, width, .. source]);
            var resized = Resize(maps.to_type(ScalarType.Float32), target);
            return cat([table.narrow(1, 0, extra).to_type(ScalarType.Float32), resized.flatten(2).transpose(1, 2)], 1);
        }

        return null;
    }

    private Tensor Resize(Tensor maps, long[] target)
    {
        if (maps.ndim == 5)
        {
            return nn.functional.interpolate(maps, target, mode: InterpolationMode.Trilinear, align_corners: false);
        }

        var plane = nn.functional.interpolate(maps, target[^2..], mode: InterpolationMode.Bicubic, align_corners: false);
        return target.Length == 2 ? plane : plane.unsqueeze(2).expand([.. plane.shape[..2], .. target]);
    }

    // The patches are as many along each axis as the image is long there.
    private long[]? TargetGrid(long patches)
    {
        var size = ImageSize;
        var patch = Math.Pow(size.Aggregate(1.0, (product, side) => product * side) / Math.Max(1, patches), 1.0 / size.Length);
        long[] grid = [.. size.Select(side => (long)Math.Round(side / patch))];
        return patches > 0 && grid.Aggregate(1L, (product, side) => product * side) == patches ? grid : null;
    }

    // The file's images are taken to be square or cubic; a plane may become a volume when 2D weights may.
    private long[]? SourceGrid(long patches, long[] target)
    {
        foreach (var axes in target.Length == 3 && inflation != Inflation.None ? new[] { 3, 2 } : [target.Length])
        {
            var side = (long)Math.Round(Math.Pow(Math.Max(0, patches), 1.0 / axes));
            if (side > 0 && Math.Pow(side, axes) == patches)
            {
                return [.. Enumerable.Repeat(side, axes)];
            }
        }

        return null;
    }

    /// <summary>A table <c>[(2 w - 1)², heads]</c> of a square window for another window.</summary>
    private static Tensor? Biases(Tensor table, long entries)
    {
        var (from, to) = ((long)Math.Round(Math.Sqrt(table.shape[0])), (long)Math.Round(Math.Sqrt(entries)));
        if (from * from != table.shape[0] || to * to != entries)
        {
            return null;
        }

        var maps = table.to_type(ScalarType.Float32).t().reshape(1, table.shape[1], from, from);
        var resized = nn.functional.interpolate(maps, [to, to], mode: InterpolationMode.Bicubic, align_corners: false);
        return resized.reshape(table.shape[1], entries).t();
    }

    private static IEnumerable<long> WithoutOnes(long[] shape) => shape.Where(side => side != 1);

    private static string Text(long[] shape) => $"[{string.Join(", ", shape)}]";

    [GeneratedRegex(@"(?:^|\.)(?:pos_embed|pos_embedding|positional_emb|position_embedding)$")]
    private static partial Regex PositionTable();

    [GeneratedRegex(@"(?:^|\.)relative_position_bias_table$")]
    private static partial Regex BiasTable();
}
