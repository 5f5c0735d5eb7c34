namespace MedTrain.Data.Synthesis;

/// <summary>Shapes with soft edges, as values from 0 (outside) to 1 (inside).</summary>
internal static class SoftShape
{
    /// <summary>Rises smoothly from 0 at <paramref name="from"/> to 1 at <paramref name="to"/> (which may lie below it).</summary>
    public static double Step(double from, double to, double value)
    {
        var t = Math.Clamp((value - from) / (to - from), 0, 1);
        return t * t * (3 - (2 * t));
    }

    /// <summary>A bell of height 1 and the given standard deviation.</summary>
    public static double Bell(double distance, double deviation) => Math.Exp(-0.5 * distance * distance / (deviation * deviation));

    /// <summary>An ellipse.</summary>
    /// <param name="x">Place, from the centre.</param>
    /// <param name="y">Place, from the centre.</param>
    /// <param name="radiusX">Half axis.</param>
    /// <param name="radiusY">Half axis.</param>
    /// <param name="edge">Width of the edge as a share of the radius.</param>
    public static double Ellipse(double x, double y, double radiusX, double radiusY, double edge)
    {
        var radius = Math.Sqrt((x * x / (radiusX * radiusX)) + (y * y / (radiusY * radiusY)));
        return Step(1 + (edge / 2), 1 - (edge / 2), radius);
    }
}
