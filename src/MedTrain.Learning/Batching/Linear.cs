using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MedTrain.Learning.Batching;

/// <summary>Linear interpolation between voxel centres.</summary>
internal static class Linear
{
    /// <summary>The value at a place; beyond the edge the edge voxel counts.</summary>
    /// <param name="source">One channel, <c>[D, H, W]</c>.</param>
    /// <param name="grid">Its sizes.</param>
    /// <param name="x">Voxels from the first centre.</param>
    /// <param name="y">Voxels from the first centre.</param>
    /// <param name="z">Voxels from the first centre.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float At(ReadOnlySpan<float> source, SampleGrid grid, float x, float y, float z)
    {
        x = Math.Clamp(x, 0, grid.Width - 1);
        y = Math.Clamp(y, 0, grid.Height - 1);
        int left = (int)x, top = (int)y;
        var right = left + 1 < grid.Width ? 1 : 0;
        var below = top + 1 < grid.Height ? grid.Width : 0;
        float alongX = x - left, alongY = y - top;
        if (grid.IsPlane)
        {
            return InPlane(source, (top * grid.Width) + left, right, below, alongX, alongY);
        }

        z = Math.Clamp(z, 0, grid.Depth - 1);
        var slice = (int)z;
        var first = (((slice * grid.Height) + top) * grid.Width) + left;
        var near = InPlane(source, first, right, below, alongX, alongY);
        var far = InPlane(source, first + (slice + 1 < grid.Depth ? grid.Width * grid.Height : 0), right, below, alongX, alongY);
        return near + ((z - slice) * (far - near));
    }

    /// <summary>The same, bit for bit, at a place of which the caller is sure that it has voxels on all sides: nothing is checked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Inside(ReadOnlySpan<float> source, SampleGrid grid, float x, float y, float z)
    {
        ref var voxels = ref MemoryMarshal.GetReference(source);
        if (grid.IsPlane)
        {
            return InPlane(ref voxels, grid.Width, x, y);
        }

        var slice = (int)z;
        ref var first = ref Unsafe.Add(ref voxels, (nint)slice * grid.Height * grid.Width);
        var near = InPlane(ref first, grid.Width, x, y);
        var far = InPlane(ref Unsafe.Add(ref first, grid.Width * grid.Height), grid.Width, x, y);
        return near + ((z - slice) * (far - near));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float InPlane(ref float voxels, int width, float x, float y)
    {
        int left = (int)x, top = (int)y;
        float alongX = x - left, alongY = y - top;
        ref var at = ref Unsafe.Add(ref voxels, (top * width) + left);
        ref var next = ref Unsafe.Add(ref at, width);
        var upper = at + (alongX * (Unsafe.Add(ref at, 1) - at));
        var lower = next + (alongX * (Unsafe.Add(ref next, 1) - next));
        return upper + (alongY * (lower - upper));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float InPlane(ReadOnlySpan<float> source, int at, int right, int below, float alongX, float alongY)
    {
        var upper = source[at] + (alongX * (source[at + right] - source[at]));
        var lower = source[at + below] + (alongX * (source[at + below + right] - source[at + below]));
        return upper + (alongY * (lower - upper));
    }
}
