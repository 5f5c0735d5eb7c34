using System.Buffers;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data;

namespace MedTrain.Learning.Batching;

/// <summary>Moves the image by a whole number of voxels along every axis; the border voxel fills what moves in.</summary>
public sealed record RandomShift : Augmentation
{
    /// <summary>Largest shift along an axis, as a fraction of the image's size there.</summary>
    [Description("Largest shift along an axis, as a fraction of the image's size there.")]
    [Range(0.0, 0.5)]
    public double Fraction { get; init; } = 0.05;

    /// <inheritdoc/>
    public override void Apply(Span<float> sample, ReadOnlySpan<long> shape, ref CounterRandom random)
    {
        // Spatial axes as [D, H, W]; a 2D image is one slice.
        Span<int> size = [shape.Length == 4 ? (int)shape[1] : 1, (int)shape[^2], (int)shape[^1]];
        Span<int> shift = stackalloc int[3];
        for (var axis = 0; axis < 3; axis++)
        {
            var largest = (int)(Fraction * size[axis]);
            shift[axis] = largest == 0 ? 0 : random.NextInt(2 * largest + 1) - largest;
        }

        if (shift is [0, 0, 0])
        {
            return;
        }

        var voxels = size[0] * size[1] * size[2];
        var source = ArrayPool<float>.Shared.Rent(voxels);
        for (var channel = 0; channel < (int)shape[0]; channel++)
        {
            var target = sample.Slice(channel * voxels, voxels);
            target.CopyTo(source);
            Shift(source, target, size, shift);
        }

        ArrayPool<float>.Shared.Return(source);
    }

    private static void Shift(ReadOnlySpan<float> source, Span<float> target, ReadOnlySpan<int> size, ReadOnlySpan<int> shift)
    {
        int height = size[1], width = size[2];
        for (var z = 0; z < size[0]; z++)
        {
            var fromZ = Math.Clamp(z - shift[0], 0, size[0] - 1);
            for (var y = 0; y < height; y++)
            {
                var fromY = Math.Clamp(y - shift[1], 0, height - 1);
                var row = source.Slice((fromZ * height + fromY) * width, width);
                var line = target.Slice((z * height + y) * width, width);
                ShiftRow(row, line, shift[2]);
            }
        }
    }

    private static void ShiftRow(ReadOnlySpan<float> row, Span<float> line, int shift)
    {
        var kept = row.Length - Math.Abs(shift);
        if (shift >= 0)
        {
            row[..kept].CopyTo(line[shift..]);
            line[..shift].Fill(row[0]);
        }
        else
        {
            row[^kept..].CopyTo(line);
            line[kept..].Fill(row[^1]);
        }
    }
}
