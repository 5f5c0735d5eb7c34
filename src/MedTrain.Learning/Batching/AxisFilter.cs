using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace MedTrain.Learning.Batching;

/// <summary>Filters that act along one axis.</summary>
internal static class AxisFilter
{
    private const double Truncate = 4;

    /// <summary>Each value becomes Σ weights[k] · value at (its place + k − <paramref name="before"/>), in place, in every channel.</summary>
    /// <param name="sample">Row-major <c>[C, D, H, W]</c>.</param>
    /// <param name="grid">Its sizes.</param>
    /// <param name="axis">0 (x), 1 (y) or 2 (z).</param>
    /// <param name="weights">The weights.</param>
    /// <param name="before">Voxels that the weights reach before the place.</param>
    /// <param name="wraps">Whether the image goes on at its other end, else its edge voxel counts beyond the edge.</param>
    public static void Apply(Span<float> sample, SampleGrid grid, int axis, ReadOnlySpan<float> weights, int before, bool wraps)
    {
        int inner = grid.Stride(axis), length = grid[axis];
        var padded = ArrayPool<float>.Shared.Rent((length + weights.Length - 1) * inner);
        for (var start = 0; start < sample.Length; start += length * inner)
        {
            var block = sample.Slice(start, length * inner);
            for (var line = 0; line < length + weights.Length - 1; line++)
            {
                var from = line - before;
                from = wraps ? ((from % length) + length) % length : Math.Clamp(from, 0, length - 1);
                block.Slice(from * inner, inner).CopyTo(padded.AsSpan(line * inner));
            }

            block.Clear();
            for (var tap = 0; tap < weights.Length; tap++)
            {
                AddScaled(padded.AsSpan(tap * inner, block.Length), weights[tap], block);
            }
        }

        ArrayPool<float>.Shared.Return(padded);
    }

    /// <summary>A Gaussian, cut off at four deviations, as <c>scipy.ndimage.gaussian_filter</c> has it.</summary>
    /// <param name="sigma">Its deviation in voxels, above 0.</param>
    public static float[] Gaussian(double sigma)
    {
        var radius = (int)((Truncate * sigma) + 0.5);
        double[] weights = [.. Enumerable.Range(-radius, (2 * radius) + 1).Select(tap => Math.Exp(-0.5 * tap * tap / (sigma * sigma)))];
        var sum = weights.Sum();
        return Array.ConvertAll(weights, weight => (float)(weight / sum));
    }

    /// <summary>
    /// The filter that multiplies an image's spatial frequencies along an axis by weights and keeps the real part; for
    /// <see cref="Apply"/> with <c>wraps</c> and <c>before: length / 2</c>.
    /// </summary>
    /// <param name="frequencyWeights">One weight per frequency, in the order of <c>numpy.fft</c>: 0, 1, …, −1.</param>
    public static float[] OfFrequencies(ReadOnlySpan<double> frequencyWeights)
    {
        var length = frequencyWeights.Length;
        var filter = new float[length];
        for (var tap = 0; tap < length; tap++)
        {
            double sum = 0;
            for (var frequency = 0; frequency < length; frequency++)
            {
                var turns = (long)frequency * (tap - (length / 2)) % length;
                sum += frequencyWeights[frequency] * Math.Cos(2 * Math.PI * turns / length);
            }

            filter[tap] = (float)(sum / length);
        }

        return filter;
    }

    private static void AddScaled(ReadOnlySpan<float> from, float weight, Span<float> to)
    {
        if (weight == 0)
        {
            return;
        }

        var fromVectors = MemoryMarshal.Cast<float, Vector<float>>(from);
        var toVectors = MemoryMarshal.Cast<float, Vector<float>>(to);
        for (var i = 0; i < toVectors.Length; i++)
        {
            toVectors[i] += fromVectors[i] * weight;
        }

        for (var i = toVectors.Length * Vector<float>.Count; i < to.Length; i++)
        {
            to[i] += from[i] * weight;
        }
    }
}
