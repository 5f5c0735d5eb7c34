using static TorchSharp.torch;

namespace MedTrain.Learning.Layers;

/// <summary>
/// Cuts maps with the channels last, <c>[N, (D,) H, W, C]</c>, into groups of positions that attend to each other, and puts them back.
/// </summary>
public static class Windows
{
    /// <summary>
    /// Groups <c>[N · groups, positions, C]</c> of as many positions as <paramref name="window"/> says: neighbours, or, with
    /// <paramref name="spread"/>, positions at equal distances over the whole map. Every side is a multiple of the window's.
    /// </summary>
    public static Tensor Partition(Tensor maps, long[] window, bool spread = false)
    {
        var shape = maps.shape;
        var cut = new List<long> { shape[0] };
        for (var axis = 0; axis < window.Length; axis++)
        {
            var count = shape[axis + 1] / window[axis];
            cut.AddRange(spread ? [window[axis], count] : [count, window[axis]]);
        }

        return maps.reshape([.. cut, shape[^1]]).permute(Order(window.Length, spread)).reshape(
            -1, window.Aggregate((a, b) => a * b), shape[^1]);
    }

    /// <summary>The maps <c>[N, (D,) H, W, C]</c> of the given sides, from the groups that <see cref="Partition"/> made of them.</summary>
    public static Tensor Join(Tensor groups, long[] window, long[] sides, bool spread = false)
    {
        var counts = sides.Select((side, axis) => side / window[axis]).ToArray();
        var images = groups.shape[0] / counts.Aggregate((a, b) => a * b);
        var order = Order(window.Length, spread);
        var back = order.Select((_, place) => (long)Array.IndexOf(order, place)).ToArray();
        return groups.reshape([images, .. counts, .. window, groups.shape[2]]).permute(back).reshape([images, .. sides, groups.shape[2]]);
    }

    /// <summary>
    /// For each pair of a window's positions (row by row) the place of their distance in a table of all distances, in which the distances
    /// along each axis run from <c>1 − side</c> to <c>side − 1</c>.
    /// </summary>
    public static long[] RelativePositions(long[] window)
    {
        var count = window.Aggregate((a, b) => a * b);
        var places = new long[count * count];
        for (var i = 0L; i < places.LongLength; i++)
        {
            var (query, key, step) = (i / count, i % count, 1L);
            for (var axis = window.Length - 1; axis >= 0; axis--)
            {
                places[i] += step * ((query % window[axis]) - (key % window[axis]) + window[axis] - 1);
                (query, key, step) = (query / window[axis], key / window[axis], step * ((2 * window[axis]) - 1));
            }
        }

        return places;
    }

    /// <summary>From <c>[N, a, b, a, b, …, C]</c> to the groups' axes before the positions' axes.</summary>
    private static long[] Order(int axes, bool spread)
    {
        var first = Enumerable.Range(0, axes).Select(axis => (2L * axis) + 1).ToArray();
        var second = first.Select(place => place + 1).ToArray();
        return [0, .. spread ? second : first, .. spread ? first : second, (2L * axes) + 1];
    }
}
