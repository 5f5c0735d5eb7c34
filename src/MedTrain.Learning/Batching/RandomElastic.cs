using System.Buffers;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data;

namespace MedTrain.Learning.Batching;

/// <summary>Deforms the image smoothly: the points of a coarse grid move at random, a cubic B-spline carries the voxels between along.</summary>
public sealed record RandomElastic : OccasionalAugmentation
{
    /// <summary>Cells of the coarse grid along each axis.</summary>
    [Description("Cells of the coarse grid along each axis: more cells, finer waves.")]
    [Range(1, 32)]
    public int Cells { get; init; } = 4;

    /// <summary>Largest move of a grid point, as a fraction of the image's size.</summary>
    [Description("Largest move of a grid point, as a fraction of the image's size; above about 0.3 / cells tissue may fold.")]
    [Range(0.0, 0.5)]
    public double Displacement { get; init; } = 0.03;

    private protected override void Change(Span<float> sample, SampleGrid grid, ref CounterRandom random)
    {
        var moves = new float[grid.Dimensions][];
        for (var axis = 0; axis < moves.Length; axis++)
        {
            moves[axis] = ControlField.Draw(grid, Cells, Displacement * grid[axis], ref random);
        }

        var source = ArrayPool<float>.Shared.Rent(grid.Voxels);
        for (var channel = 0; channel < grid.Channels; channel++)
        {
            var target = sample.Slice(channel * grid.Voxels, grid.Voxels);
            target.CopyTo(source);
            Warp(source, target, grid, moves);
        }

        ArrayPool<float>.Shared.Return(source);
    }

    private static void Warp(ReadOnlySpan<float> source, Span<float> target, SampleGrid grid, float[][] moves)
    {
        var index = 0;
        for (var z = 0; z < grid.Depth; z++)
        {
            for (var y = 0; y < grid.Height; y++)
            {
                for (var x = 0; x < grid.Width; x++, index++)
                {
                    var alongZ = grid.IsPlane ? 0 : moves[2][index];
                    target[index] = Linear.At(source, grid, x + moves[0][index], y + moves[1][index], z + alongZ);
                }
            }
        }
    }
}
