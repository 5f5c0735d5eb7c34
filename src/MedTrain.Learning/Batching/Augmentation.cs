using MedTrain.Data;

namespace MedTrain.Learning.Batching;

/// <summary>
/// One random change of a training image. It draws its parameters from the generator it is given (made for one seed, epoch and
/// case), then applies them, so that any sample can be made again.
/// </summary>
public abstract record Augmentation
{
    /// <summary>Draws parameters and applies them to one sample.</summary>
    /// <param name="sample">The sample, changed in place: row-major <c>[C, H, W]</c> or <c>[C, D, H, W]</c>.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="random">The generator of this epoch and case.</param>
    public abstract void Apply(Span<float> sample, ReadOnlySpan<long> shape, ref CounterRandom random);

    /// <summary>Position of the axis <c>x</c>, <c>y</c> or <c>z</c> in <paramref name="shape"/>: x is the last one.</summary>
    protected static int AxisIndex(ImageAxis axis, ReadOnlySpan<long> shape) => shape.Length - 1 - (int)axis;
}

/// <summary>An axis of the image grid.</summary>
public enum ImageAxis
{
    /// <summary>Columns, the fastest in memory.</summary>
    X,

    /// <summary>Rows.</summary>
    Y,

    /// <summary>Slices (volumes only).</summary>
    Z,
}
