using MedTrain.Data;

namespace MedTrain.Learning.Batching;

/// <summary>A smooth random field: a cubic B-spline through a coarse grid of random numbers.</summary>
internal static class ControlField
{
    /// <summary>Draws a field.</summary>
    /// <param name="grid">The image it is for.</param>
    /// <param name="cells">Cells of the coarse grid along each axis.</param>
    /// <param name="largest">Control values are uniform in ± this.</param>
    /// <param name="random">The generator.</param>
    /// <returns>One value per voxel, <c>[D, H, W]</c>.</returns>
    public static float[] Draw(SampleGrid grid, int cells, double largest, ref CounterRandom random)
    {
        var controls = cells + 3;
        var depth = grid.IsPlane ? 1 : controls;
        var field = new float[depth * controls * controls];
        for (var i = 0; i < field.Length; i++)
        {
            field[i] = (float)random.NextDouble(-largest, largest);
        }

        field = Expand(field, cells, grid.Width, inner: 1);
        field = Expand(field, cells, grid.Height, inner: grid.Width);
        return grid.IsPlane ? field : Expand(field, cells, grid.Depth, inner: grid.Width * grid.Height);
    }

    private static float[] Expand(float[] controls, int cells, int length, int inner)
    {
        var outer = controls.Length / ((cells + 3) * inner);
        var field = new float[outer * length * inner];
        Span<float> weights = stackalloc float[4];
        for (var i = 0; i < length; i++)
        {
            var place = length == 1 ? 0 : (double)i * cells / (length - 1);
            var cell = Math.Min((int)place, cells - 1);
            CubicWeights(place - cell, weights);
            for (var block = 0; block < outer; block++)
            {
                var to = field.AsSpan(((block * length) + i) * inner, inner);
                for (var tap = 0; tap < 4; tap++)
                {
                    var from = controls.AsSpan(((block * (cells + 3)) + cell + tap) * inner, inner);
                    for (var k = 0; k < to.Length; k++)
                    {
                        to[k] += weights[tap] * from[k];
                    }
                }
            }
        }

        return field;
    }

    private static void CubicWeights(double t, Span<float> weights)
    {
        weights[0] = (float)((1 - t) * (1 - t) * (1 - t) / 6);
        weights[1] = (float)(((3 * t * t * t) - (6 * t * t) + 4) / 6);
        weights[2] = (float)(((-3 * t * t * t) + (3 * t * t) + (3 * t) + 1) / 6);
        weights[3] = (float)(t * t * t / 6);
    }
}
