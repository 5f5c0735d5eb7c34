namespace MedTrain.Data.Preprocessing;

/// <summary>A function given by points, linear between them and constant beyond, as <c>numpy.interp</c>.</summary>
internal static class PiecewiseLinear
{
    /// <summary>Its value.</summary>
    /// <param name="x">Where.</param>
    /// <param name="xs">The points, increasing.</param>
    /// <param name="ys">The values there.</param>
    public static double At(double x, double[] xs, double[] ys)
    {
        var found = Array.BinarySearch(xs, x);
        if (found >= 0)
        {
            return ys[found];
        }
        var above = ~found;
        if (above == 0 || above == xs.Length)
        {
            return above == 0 ? ys[0] : ys[^1];
        }
        var share = (x - xs[above - 1]) / (xs[above] - xs[above - 1]);
        return ys[above - 1] + (share * (ys[above] - ys[above - 1]));
    }
}
