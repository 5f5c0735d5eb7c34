using System.Buffers;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data;
using MedTrain.Data.Imaging;

namespace MedTrain.Learning.Batching;

/// <summary>
/// Movement during an MR scan: the lines of k-space along one axis come from differently placed images, those about its centre from the
/// image as it is.
/// </summary>
public sealed record RandomMotion : OccasionalAugmentation
{
    /// <summary>Number of movements during the scan.</summary>
    [Description("Number of movements during the scan.")]
    [Range(1, 8)]
    public int Movements { get; init; } = 2;

    /// <summary>Largest rotation of a movement.</summary>
    [Description("Largest rotation of a movement about an axis, in degrees.")]
    [Range(0.0, 45.0)]
    public double RotateDegrees { get; init; } = 5;

    /// <summary>Largest shift of a movement, as a fraction of the image's size.</summary>
    [Description("Largest shift of a movement, as a fraction of the image's size.")]
    [Range(0.0, 0.5)]
    public double Translate { get; init; } = 0.03;

    private protected override void Change(Span<float> sample, SampleGrid grid, ref CounterRandom random)
    {
        var axis = random.NextInt(grid.Dimensions);
        var length = grid[axis];
        var times = new int[Movements];
        foreach (ref var time in times.AsSpan())
        {
            time = random.NextInt(length);
        }

        Array.Sort(times);
        var buffer = ArrayPool<float>.Shared.Rent(sample.Length * 2);
        var sum = buffer.AsSpan(0, sample.Length);
        sum.Clear();
        for (var part = 0; part <= times.Length; part++)
        {
            var (from, to) = (part == 0 ? 0 : times[part - 1], part == times.Length ? length : times[part]);
            var pose = DrawPose(grid, ref random);
            if (from < to)
            {
                var moved = buffer.AsSpan(sample.Length, sample.Length);
                sample.CopyTo(moved);
                AddLines(sum, moved, grid, axis, (from, to), pose);
            }
        }

        sum.CopyTo(sample);
        ArrayPool<float>.Shared.Return(buffer);
    }

    /// <summary>Adds the lines from..to of k-space (in the order −length/2 …) of the moved image.</summary>
    internal static void AddLines(Span<float> sum, Span<float> moved, SampleGrid grid, int axis, (int From, int To) lines, Affine pose)
    {
        var length = grid[axis];
        var holdsCenter = lines.From <= length / 2 && length / 2 < lines.To;
        if (!holdsCenter)
        {
            AffineWarp.Apply(moved, grid, pose);
        }

        var weights = new double[length];
        for (var line = lines.From; line < lines.To; line++)
        {
            weights[(line - (length / 2) + length) % length] = 1;
        }

        AxisFilter.Apply(moved, grid, axis, AxisFilter.OfFrequencies(weights), length / 2, wraps: true);
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] += moved[i];
        }
    }

    private Affine DrawPose(SampleGrid grid, ref CounterRandom random)
    {
        var aboutX = Either(RotateDegrees, ref random);
        var aboutY = Either(RotateDegrees, ref random);
        var degrees = new Vector3(grid.IsPlane ? 0 : aboutX, grid.IsPlane ? 0 : aboutY, Either(RotateDegrees, ref random));
        var move = new Vector3(
            Either(Translate, ref random) * grid.Width,
            Either(Translate, ref random) * grid.Height,
            grid.IsPlane ? 0 : Either(Translate, ref random) * grid.Depth);
        return AffineWarp.AboutCenter(grid, AffineWarp.Rotation(degrees), move);
    }
}
