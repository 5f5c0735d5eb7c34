using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MedTrain.Data.Imaging;
using Vector3 = MedTrain.Data.Imaging.Vector3;

namespace MedTrain.Data.Preprocessing;

/// <summary>Puts an image onto another grid of the same directions and the same centre, axis by axis.</summary>
internal static class GridResampling
{
    /// <summary>A cohort is read once, in a process that has just begun: the code must be fast in its first calls.</summary>
    private const MethodImplOptions FastAtOnce = MethodImplOptions.AggressiveOptimization;

    /// <summary>Resamples.</summary>
    /// <param name="volume">The image.</param>
    /// <param name="size">Voxels of the new grid.</param>
    /// <param name="spacingMm">Spacing of the new grid.</param>
    /// <param name="interpolation">Linear, nearest or B-spline.</param>
    /// <param name="antialias">Whether to filter along axes that become coarser.</param>
    /// <param name="step">Name of the step, for the image's record.</param>
    /// <returns>The image on the new grid.</returns>
    public static Volume Apply(Volume volume, GridSize size, Vector3 spacingMm, Interpolation interpolation, bool antialias, string step)
    {
        var old = volume.Geometry;
        var stepInVoxels = new double[3];
        var start = new double[3];
        for (var axis = 0; axis < 3; axis++)
        {
            stepInVoxels[axis] = spacingMm[axis] / old.SpacingMm[axis];
            start[axis] = ((old.Size[axis] - 1) - ((size[axis] - 1) * stepInVoxels[axis])) / 2;
        }
        var voxels = volume.Voxels;
        var inner = old.Size.X * old.Size.Y; // axes before the current one still have their old size
        for (var axis = 2; axis >= 0; axis--)
        {
            if (interpolation == Interpolation.Bspline)
            {
                voxels = Along(voxels, antialias ? AxisKernel.Smoothing(old.Size[axis], stepInVoxels[axis]) : null, inner);
                voxels = SplinePrefilter.Apply(voxels, old.Size[axis], inner);
            }
            voxels = Along(voxels, AxisKernel.Of(old.Size[axis], size[axis], start[axis], stepInVoxels[axis], interpolation, antialias), inner);
            inner = axis == 2 ? old.Size.X : 1;
        }
        var geometry = old with { Size = size, SpacingMm = spacingMm, OriginMm = old.ToWorld(new Vector3(start[0], start[1], start[2])) };
        return volume.After(step, ReferenceEquals(voxels, volume.Voxels) ? [.. voxels] : voxels, geometry);
    }

    private static float[] Along(float[] voxels, AxisKernel? kernel, int inner) =>
        kernel is null or { IsIdentity: true } ? voxels : inner == 1 ? AlongRows(voxels, kernel) : AcrossRows(voxels, kernel, inner);

    /// <summary>Along x: each output is a dot product of neighbouring inputs.</summary>
    [MethodImpl(FastAtOnce)]
    private static float[] AlongRows(float[] input, AxisKernel kernel)
    {
        var rows = input.Length / kernel.InputCount;
        var output = new float[rows * kernel.OutputCount];
        for (var row = 0; row < rows; row++)
        {
            var from = input.AsSpan(row * kernel.InputCount, kernel.InputCount);
            var to = output.AsSpan(row * kernel.OutputCount, kernel.OutputCount);
            for (var index = 0; index < to.Length; index++)
            {
                var weights = kernel.Weights.AsSpan(index * kernel.Taps, kernel.Taps);
                var taps = from.Slice(kernel.First[index], kernel.Taps);
                var sum = 0f;
                for (var tap = 0; tap < weights.Length; tap++)
                {
                    sum += weights[tap] * taps[tap];
                }
                to[index] = sum;
            }
        }
        return output;
    }

    /// <summary>Along y or z: each output row (or slice) of <paramref name="inner"/> values is a weighted sum of input rows.</summary>
    [MethodImpl(FastAtOnce)]
    private static float[] AcrossRows(float[] input, AxisKernel kernel, int inner)
    {
        var outer = input.Length / (kernel.InputCount * inner);
        var output = new float[outer * kernel.OutputCount * inner];
        for (var block = 0; block < outer; block++)
        {
            for (var index = 0; index < kernel.OutputCount; index++)
            {
                var to = output.AsSpan(((block * kernel.OutputCount) + index) * inner, inner);
                for (var tap = 0; tap < kernel.Taps; tap++)
                {
                    var from = input.AsSpan(((block * kernel.InputCount) + kernel.First[index] + tap) * inner, inner);
                    AddScaled(from, kernel.Weights[(index * kernel.Taps) + tap], to);
                }
            }
        }
        return output;
    }

    [MethodImpl(FastAtOnce)]
    private static void AddScaled(ReadOnlySpan<float> from, float weight, Span<float> to)
    {
        if (weight == 0)
        {
            return;
        }
        var fromVectors = MemoryMarshal.Cast<float, Vector<float>>(from);
        var toVectors = MemoryMarshal.Cast<float, Vector<float>>(to);
        for (var index = 0; index < toVectors.Length; index++)
        {
            toVectors[index] += fromVectors[index] * weight;
        }
        for (var index = toVectors.Length * Vector<float>.Count; index < to.Length; index++)
        {
            to[index] += from[index] * weight;
        }
    }
}
