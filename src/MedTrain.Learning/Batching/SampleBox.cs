using MedTrain.Data;

namespace MedTrain.Learning.Batching;

/// <summary>A box of voxels inside an image; its far ends are not part of it.</summary>
internal readonly record struct SampleBox((int From, int To) X, (int From, int To) Y, (int From, int To) Z)
{
    /// <summary>Share of the grid's voxels that lie in the box.</summary>
    public double ShareOf(SampleGrid grid) => (double)(X.To - X.From) * (Y.To - Y.From) * (Z.To - Z.From) / grid.Voxels;

    /// <summary>A box at a random place, wholly inside the image.</summary>
    /// <param name="grid">The image.</param>
    /// <param name="side">Its sides, as a fraction of the image's.</param>
    /// <param name="random">The generator.</param>
    public static SampleBox Draw(SampleGrid grid, double side, ref CounterRandom random) => new(
        Along(grid.Width, side, ref random),
        Along(grid.Height, side, ref random),
        grid.IsPlane ? (0, 1) : Along(grid.Depth, side, ref random));

    /// <summary>Fills the box in every channel.</summary>
    public void Fill(Span<float> sample, SampleGrid grid, float value)
    {
        foreach (var row in Rows(grid))
        {
            sample.Slice(row, X.To - X.From).Fill(value);
        }
    }

    /// <summary>Copies the box in every channel.</summary>
    public void Copy(ReadOnlySpan<float> from, Span<float> to, SampleGrid grid)
    {
        foreach (var row in Rows(grid))
        {
            from.Slice(row, X.To - X.From).CopyTo(to[row..]);
        }
    }

    private IEnumerable<int> Rows(SampleGrid grid)
    {
        for (var channel = 0; channel < grid.Channels; channel++)
        {
            for (var z = Z.From; z < Z.To; z++)
            {
                for (var y = Y.From; y < Y.To; y++)
                {
                    yield return (channel * grid.Voxels) + (((z * grid.Height) + y) * grid.Width) + X.From;
                }
            }
        }
    }

    private static (int From, int To) Along(int length, double side, ref CounterRandom random)
    {
        var size = (int)Math.Round(side * length);
        var from = random.NextInt(length - size + 1);
        return (from, from + size);
    }
}
