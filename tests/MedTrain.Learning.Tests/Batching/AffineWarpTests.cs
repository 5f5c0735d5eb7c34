using MedTrain.Data.Imaging;
using MedTrain.Learning.Batching;

namespace MedTrain.Learning.Tests.Batching;

public class AffineWarpTests
{
    public static TheoryData<int, int, int> Shapes() => new() { { 1, 9, 13 }, { 1, 1, 7 }, { 5, 1, 6 }, { 7, 6, 1 }, { 8, 9, 10 }, { 1, 2, 2 } };

    /// <summary>Most voxels are read without checks: they must be the same, bit for bit, and nothing beyond the image may be read.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_warped_image_is_the_interpolation_at_each_place(int depth, int height, int width)
    {
        var grid = new SampleGrid(2, depth, height, width);
        var random = new Random(depth + height);
        foreach (var map in Maps(grid, random))
        {
            float[] sample = [.. Enumerable.Range(0, 2 * grid.Voxels).Select(_ => random.NextSingle())];
            float[] expected = [.. Enumerable.Range(0, sample.Length).Select(i => Interpolated(sample, grid, map, i))];
            AffineWarp.Apply(sample, grid, map);
            Assert.Equal(expected, sample);
        }
    }

    private static float Interpolated(float[] sample, SampleGrid grid, Affine map, int index)
    {
        var channel = sample.AsSpan(index / grid.Voxels * grid.Voxels, grid.Voxels);
        var (z, y, x) = (index % grid.Voxels / (grid.Height * grid.Width), index / grid.Width % grid.Height, index % grid.Width);
        var start = map.Apply(new Vector3(0, y, z));
        var step = map.Linear.ColumnX;
        return Linear.At(
            channel, grid, (float)(start.X + (x * step.X)), (float)(start.Y + (x * step.Y)), (float)(start.Z + (x * step.Z)));
    }

    private static IEnumerable<Affine> Maps(SampleGrid grid, Random random)
    {
        Vector3 Any(double scale) => new(scale * (random.NextDouble() - 0.5), scale * (random.NextDouble() - 0.5), scale * (random.NextDouble() - 0.5));
        yield return new(Matrix3.Identity, new(0.5, 0, 0));
        yield return new(Matrix3.Identity, new(0, 1, 0));
        yield return new(Matrix3.Diagonal(new(-1, 1, 1)), new(grid.Width - 1, 0, 0)); // a flip ends on the edge
        yield return new(Matrix3.Diagonal(new(0, 1, 1)), new(1, 0, 0));
        yield return new(Matrix3.Diagonal(new(1e-9, 1, 1)), new(grid.Width - 1, 0, 0));
        yield return new(Matrix3.Identity, new(1e6, -1e6, 0));
        for (var i = 0; i < 40; i++)
        {
            var linear = new Matrix3(Any(3), Any(3), Any(3));
            yield return AffineWarp.AboutCenter(grid, i % 2 == 0 ? AffineWarp.Rotation(Any(60)) : linear, Any(4));
        }
    }
}
