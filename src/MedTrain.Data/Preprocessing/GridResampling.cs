using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
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
        AxisNumbers.RequireRoom(size);
        AxisNumbers.RequireRoom(old.Size with { Z = size.Z }); // z is resampled first
        AxisNumbers.RequireRoom(size with { X = old.Size.X });
        var stepInVoxels = new double[3];
        var start = new double[3];
        for (var axis = 0; axis < 3; axis++)
        {
            stepInVoxels[axis] = spacingMm[axis] / old.SpacingMm[axis];
            start[axis] = ((old.Size[axis] - 1) - ((size[axis] - 1) * stepInVoxels[axis])) / 2;
        }
        var stages = Stages(old.Size, size, start, stepInVoxels, interpolation, antialias);
        var voxels = stages.Count == 0 ? [.. volume.Voxels] : Run(stages, volume.Voxels);
        var geometry = old with { Size = size, SpacingMm = spacingMm, OriginMm = old.ToWorld(new Vector3(start[0], start[1], start[2])) };
        return volume.After(step, voxels, geometry);
    }

    /// <summary>What is done, z first: axes before the current one still have their old size.</summary>
    private static List<Stage> Stages(
        GridSize old, GridSize size, double[] start, double[] step, Interpolation interpolation, bool antialias)
    {
        var stages = new List<Stage>();
        for (var axis = 2; axis >= 0; axis--)
        {
            var inner = axis == 2 ? old.X * old.Y : axis == 1 ? old.X : 1;
            if (interpolation == Interpolation.Bspline)
            {
                stages.Add(new Stage(antialias ? AxisKernel.Smoothing(old[axis], step[axis]) : null, inner));
                stages.Add(new Stage(null, inner, PrefilteredLength: old[axis]));
            }
            stages.Add(new Stage(AxisKernel.Of(old[axis], size[axis], start[axis], step[axis], interpolation, antialias), inner));
        }
        stages.RemoveAll(stage => stage.ChangesNothing);
        return stages;
    }

    /// <summary>Runs the stages from buffer to buffer. Buffers in between are used again: fresh memory costs more than the arithmetic.</summary>
    private static float[] Run(List<Stage> stages, float[] voxels)
    {
        ReadOnlySpan<float> input = voxels;
        float[]? rented = null;
        for (var index = 0; ; index++)
        {
            var length = stages[index].OutputLength(input.Length);
            var isLast = index == stages.Count - 1;
            var buffer = isLast ? GC.AllocateUninitializedArray<float>(length) : ArrayPool<float>.Shared.Rent(length);
            stages[index].Run(input, buffer.AsSpan(0, length));
            if (rented is not null)
            {
                ArrayPool<float>.Shared.Return(rented);
            }
            if (isLast)
            {
                return buffer;
            }
            rented = buffer;
            input = buffer.AsSpan(0, length);
        }
    }

    /// <summary>Along x: each output is a dot product of neighbouring inputs.</summary>
    private static void AlongRows(ReadOnlySpan<float> input, AxisKernel kernel, Span<float> output)
    {
        var rows = input.Length / kernel.InputCount;
        for (var row = 0; row < rows; row++)
        {
            AlongRow(
                input.Slice(row * kernel.InputCount, kernel.InputCount), kernel.First, kernel.Weights, kernel.Taps,
                output.Slice(row * kernel.OutputCount, kernel.OutputCount));
        }
    }

    /// <summary>Four outputs at a time: each sum waits for its last addition, four of them wait together.</summary>
    [MethodImpl(FastAtOnce)]
    private static void AlongRow(ReadOnlySpan<float> from, ReadOnlySpan<int> first, ReadOnlySpan<float> weights, int taps, Span<float> to)
    {
        var index = 0;
        for (; index + 4 <= to.Length; index += 4)
        {
            var (from0, from1, from2, from3) = (first[index], first[index + 1], first[index + 2], first[index + 3]);
            var (sum0, sum1, sum2, sum3) = (0f, 0f, 0f, 0f);
            var weight = index * taps;
            for (var tap = 0; tap < taps; tap++, weight++)
            {
                sum0 += weights[weight] * from[from0 + tap];
                sum1 += weights[weight + taps] * from[from1 + tap];
                sum2 += weights[weight + (2 * taps)] * from[from2 + tap];
                sum3 += weights[weight + (3 * taps)] * from[from3 + tap];
            }
            (to[index], to[index + 1], to[index + 2], to[index + 3]) = (sum0, sum1, sum2, sum3);
        }
        for (; index < to.Length; index++)
        {
            var sum = 0f;
            for (var tap = 0; tap < taps; tap++)
            {
                sum += weights[(index * taps) + tap] * from[first[index] + tap];
            }
            to[index] = sum;
        }
    }

    /// <summary>Along y or z: each output row (or slice) of <paramref name="inner"/> values is a weighted sum of input rows.</summary>
    [MethodImpl(FastAtOnce)]
    private static void AcrossRows(ReadOnlySpan<float> input, AxisKernel kernel, int inner, Span<float> output)
    {
        var outer = input.Length / (kernel.InputCount * inner);
        for (var block = 0; block < outer; block++)
        {
            for (var index = 0; index < kernel.OutputCount; index++)
            {
                var to = output.Slice(((block * kernel.OutputCount) + index) * inner, inner);
                var from = input.Slice(((block * kernel.InputCount) + kernel.First[index]) * inner, kernel.Taps * inner);
                SumRows(from, kernel.Weights.AsSpan(index * kernel.Taps, kernel.Taps), to);
            }
        }
    }

    /// <summary>The weighted sum of as many rows as there are weights, each as long as the result.</summary>
    [MethodImpl(FastAtOnce)]
    private static void SumRows(ReadOnlySpan<float> rows, ReadOnlySpan<float> weights, Span<float> to)
    {
        var column = 0;
        for (; column + Vector<float>.Count <= to.Length; column += Vector<float>.Count)
        {
            var sum = Vector<float>.Zero;
            for (var tap = 0; tap < weights.Length; tap++)
            {
                sum += new Vector<float>(rows[((tap * to.Length) + column)..]) * weights[tap];
            }
            sum.CopyTo(to[column..]);
        }
        for (; column < to.Length; column++)
        {
            var sum = 0f;
            for (var tap = 0; tap < weights.Length; tap++)
            {
                sum += rows[(tap * to.Length) + column] * weights[tap];
            }
            to[column] = sum;
        }
    }

    /// <summary>One pass over the image: a kernel along one axis, or the spline's filter where there is none.</summary>
    /// <param name="Kernel">The weights.</param>
    /// <param name="Inner">Voxels between neighbours along the axis.</param>
    /// <param name="PrefilteredLength">Voxels along the axis of the spline's filter; 0 = a kernel.</param>
    private sealed record Stage(AxisKernel? Kernel, int Inner, int PrefilteredLength = 0)
    {
        public bool ChangesNothing => Kernel is null ? PrefilteredLength <= 1 : Kernel.IsIdentity;

        public int OutputLength(int inputLength) =>
            Kernel is null ? inputLength : inputLength / Kernel.InputCount * Kernel.OutputCount;

        public void Run(ReadOnlySpan<float> input, Span<float> output)
        {
            if (Kernel is null)
            {
                SplinePrefilter.Apply(input, PrefilteredLength, Inner, output);
            }
            else if (Inner == 1)
            {
                AlongRows(input, Kernel, output);
            }
            else
            {
                AcrossRows(input, Kernel, Inner, output);
            }
        }
    }
}
