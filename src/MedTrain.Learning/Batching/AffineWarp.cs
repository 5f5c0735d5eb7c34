using System.Buffers;
using System.Runtime.CompilerServices;
using MedTrain.Data.Imaging;

namespace MedTrain.Learning.Batching;

/// <summary>Moves an image by an affine map with (bi- or tri-)linear interpolation; beyond the edge the edge voxel counts.</summary>
internal static class AffineWarp
{
    /// <summary>Warps every channel in place.</summary>
    /// <param name="sample">Row-major <c>[C, D, H, W]</c>.</param>
    /// <param name="grid">Its sizes.</param>
    /// <param name="map">From a voxel (x, y, z) of the result to the place in the image that it shows.</param>
    public static void Apply(Span<float> sample, SampleGrid grid, Affine map)
    {
        if (map == new Affine(Matrix3.Identity, Vector3.Zero))
        {
            return;
        }

        var source = ArrayPool<float>.Shared.Rent(grid.Voxels);
        for (var channel = 0; channel < grid.Channels; channel++)
        {
            var target = sample.Slice(channel * grid.Voxels, grid.Voxels);
            target.CopyTo(source);
            Warp(source, target, grid, map);
        }

        ArrayPool<float>.Shared.Return(source);
    }

    /// <summary>The map that turns and scales about the image's middle, then moves.</summary>
    /// <param name="grid">Sizes of the image.</param>
    /// <param name="linear">What is done about the middle, from the result to the image.</param>
    /// <param name="translation">Voxels to move.</param>
    public static Affine AboutCenter(SampleGrid grid, Matrix3 linear, Vector3 translation) =>
        new(linear, grid.Center - (linear * grid.Center) - translation);

    /// <summary>A rotation: about z for 2D images; about x, then y, then z for volumes.</summary>
    public static Matrix3 Rotation(Vector3 degrees)
    {
        var (sx, cx) = Math.SinCos(degrees.X * Math.PI / 180);
        var (sy, cy) = Math.SinCos(degrees.Y * Math.PI / 180);
        var (sz, cz) = Math.SinCos(degrees.Z * Math.PI / 180);
        var aboutX = new Matrix3(new(1, 0, 0), new(0, cx, sx), new(0, -sx, cx));
        var aboutY = new Matrix3(new(cy, 0, -sy), new(0, 1, 0), new(sy, 0, cy));
        var aboutZ = new Matrix3(new(cz, sz, 0), new(-sz, cz, 0), new(0, 0, 1));
        return aboutZ * aboutY * aboutX;
    }

    // Most places of a row lie between voxels: those need neither clamping nor checks.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Warp(ReadOnlySpan<float> source, Span<float> target, SampleGrid grid, Affine map)
    {
        var step = map.Linear.ColumnX;
        for (var z = 0; z < grid.Depth; z++)
        {
            for (var y = 0; y < grid.Height; y++)
            {
                var start = map.Apply(new Vector3(0, y, z));
                var row = target.Slice(((z * grid.Height) + y) * grid.Width, grid.Width);
                var (first, end) = Inside(start, step, grid);
                for (var x = 0; x < first; x++)
                {
                    row[x] = Linear.At(source, grid, At(start.X, x, step.X), At(start.Y, x, step.Y), At(start.Z, x, step.Z));
                }

                for (var x = first; x < end; x++)
                {
                    row[x] = Linear.Inside(source, grid, At(start.X, x, step.X), At(start.Y, x, step.Y), At(start.Z, x, step.Z));
                }

                for (var x = end; x < row.Length; x++)
                {
                    row[x] = Linear.At(source, grid, At(start.X, x, step.X), At(start.Y, x, step.Y), At(start.Z, x, step.Z));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float At(double start, int x, double step) => (float)(start + (x * step));

    /// <summary>From where to where (exclusive) a row surely lies between voxels, with a margin larger than the rounding of places.</summary>
    private static (int First, int End) Inside(Vector3 start, Vector3 step, SampleGrid grid)
    {
        double first = 0, end = grid.Width;
        for (var axis = 0; axis < grid.Dimensions; axis++)
        {
            const double Margin = 1 / 64.0;
            var last = grid[axis] - 1 - Margin;
            if (last < Margin || (step[axis] == 0 && (start[axis] < Margin || start[axis] > last)))
            {
                return (0, 0);
            }

            if (step[axis] == 0)
            {
                continue;
            }

            double lower = (Margin - start[axis]) / step[axis], upper = (last - start[axis]) / step[axis];
            first = Math.Max(first, Math.Ceiling(Math.Min(lower, upper)));
            end = Math.Min(end, Math.Floor(Math.Max(lower, upper)) + 1);
        }

        return first < end ? ((int)first, (int)end) : (0, 0);
    }
}
