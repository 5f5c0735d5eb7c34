namespace MedTrain.Data.Preprocessing;

/// <summary>Percentiles without sorting everything.</summary>
internal static class OrderStatistics
{
    /// <summary>A percentile with linear interpolation between ranks, as <c>numpy.percentile</c>.</summary>
    /// <param name="values">At least one finite value; their order changes.</param>
    /// <param name="percent">0 to 100.</param>
    /// <returns>The percentile.</returns>
    public static double Percentile(Span<float> values, double percent)
    {
        var position = percent / 100 * (values.Length - 1);
        var rank = (int)position;
        var below = Select(values, rank);
        if (rank + 1 == values.Length)
        {
            return below;
        }
        var above = float.PositiveInfinity;
        foreach (var value in values[(rank + 1)..])
        {
            above = Math.Min(above, value);
        }
        return below + ((position - rank) * ((double)above - below));
    }

    /// <summary>The value of a rank (0 = least) by Hoare's quickselect; afterwards no value behind the rank is less.</summary>
    private static float Select(Span<float> values, int rank)
    {
        var (from, to) = (0, values.Length - 1);
        while (from < to)
        {
            var pivot = Median(values[from], values[(from + to) / 2], values[to]);
            var (left, right) = (from, to);
            while (left <= right)
            {
                while (values[left] < pivot)
                {
                    left++;
                }
                while (values[right] > pivot)
                {
                    right--;
                }
                if (left <= right)
                {
                    (values[left], values[right]) = (values[right], values[left]);
                    left++;
                    right--;
                }
            }
            if (rank <= right)
            {
                to = right;
            }
            else if (rank >= left)
            {
                from = left;
            }
            else
            {
                break;
            }
        }
        return values[rank];
    }

    private static float Median(float a, float b, float c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
