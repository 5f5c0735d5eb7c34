using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data;

namespace MedTrain.Learning.Batching;

/// <summary>Mirrors the image along each named axis with a probability.</summary>
public sealed record RandomFlip : Augmentation
{
    /// <summary>The axes that may be mirrored.</summary>
    [Description("Axes that may be mirrored: x (left-right after reorienting), y, z.")]
    [MinLength(1)]
    public IReadOnlyList<ImageAxis> Axes { get; init; } = [ImageAxis.X];

    /// <summary>Probability for each axis.</summary>
    [Description("Probability of mirroring, for each axis on its own.")]
    [Range(0.0, 1.0)]
    public double Probability { get; init; } = 0.5;

    /// <inheritdoc/>
    public override void Apply(Span<float> sample, ReadOnlySpan<long> shape, ref CounterRandom random)
    {
        foreach (var axis in Axes)
        {
            if (random.NextDouble() < Probability)
            {
                Flip(sample, shape, AxisIndex(axis, shape));
            }
        }
    }

    private static void Flip(Span<float> sample, ReadOnlySpan<long> shape, int axis)
    {
        var inner = 1;
        for (var i = axis + 1; i < shape.Length; i++)
        {
            inner *= (int)shape[i];
        }

        var length = (int)shape[axis];
        var outer = sample.Length / (length * inner);
        for (var o = 0; o < outer; o++)
        {
            var block = sample.Slice(o * length * inner, length * inner);
            if (inner == 1)
            {
                block.Reverse();
                continue;
            }

            for (int a = 0, b = length - 1; a < b; a++, b--)
            {
                Swap(block.Slice(a * inner, inner), block.Slice(b * inner, inner));
            }
        }
    }

    private static void Swap(Span<float> first, Span<float> second)
    {
        for (var i = 0; i < first.Length; i++)
        {
            (first[i], second[i]) = (second[i], first[i]);
        }
    }
}
