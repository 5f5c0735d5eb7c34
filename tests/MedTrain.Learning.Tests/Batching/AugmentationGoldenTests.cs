using System.Reflection;
using System.Text.Json;
using MedTrain.Data.Imaging;
using MedTrain.Learning.Batching;

namespace MedTrain.Learning.Tests.Batching;

/// <summary>tests/golden/augmentation.json, made by scripts/golden/augmentation.py with scipy and numpy.</summary>
public class AugmentationGoldenTests
{
    private const double Tolerance = 2e-5; // values reach 1.6

    private static readonly JsonElement Root = Load();

    public static TheoryData<int> Affines => Indices("affine");

    public static TheoryData<int> Blurs => Indices("blur");

    public static TheoryData<int> Ghostings => Indices("ghosting");

    public static TheoryData<int> Motions => Indices("motion");

    [Theory]
    [MemberData(nameof(Affines))]
    public void An_affine_map_agrees_with_scipy(int index)
    {
        var (golden, sample, grid) = Read("affine", index);

        AffineWarp.Apply(sample, grid, PoseOf(golden, grid));

        AssertNear(golden, sample);
    }

    [Theory]
    [MemberData(nameof(Blurs))]
    public void A_blur_agrees_with_scipy(int index)
    {
        var (golden, sample, grid) = Read("blur", index);

        RandomBlur.Blur(sample, grid, golden.GetProperty("sigma").GetDouble());

        AssertNear(golden, sample);
    }

    [Theory]
    [MemberData(nameof(Ghostings))]
    public void Ghosts_are_those_of_weakened_lines_of_k_space(int index)
    {
        var (golden, sample, grid) = Read("ghosting", index);

        RandomGhosting.Ghost(
            sample, grid, golden.GetProperty("axis").GetInt32(), golden.GetProperty("ghosts").GetInt32(), golden.GetProperty("intensity").GetDouble());

        AssertNear(golden, sample);
    }

    [Theory]
    [MemberData(nameof(Motions))]
    public void Motion_mixes_lines_of_k_space(int index)
    {
        var (golden, sample, grid) = Read("motion", index);
        var (axis, change) = (golden.GetProperty("axis").GetInt32(), golden.GetProperty("change").GetInt32());
        var sum = new float[sample.Length];

        RandomMotion.AddLines(sum, [.. sample], grid, axis, (0, change), PoseOf(golden, grid));
        RandomMotion.AddLines(sum, [.. sample], grid, axis, (change, grid[axis]), PoseOf(golden, grid));

        AssertNear(golden, sum);
    }

    private static Affine PoseOf(JsonElement golden, SampleGrid grid) =>
        AffineWarp.AboutCenter(grid, AffineWarp.Rotation(VectorOf(golden.GetProperty("degrees"))), VectorOf(golden.GetProperty("move")));

    private static Vector3 VectorOf(JsonElement list) => new(list[0].GetDouble(), list[1].GetDouble(), list[2].GetDouble());

    private static (JsonElement Golden, float[] Sample, SampleGrid Grid) Read(string group, int index)
    {
        var golden = Root.GetProperty(group)[index];
        var shape = golden.GetProperty("shape");
        return (golden, Floats(golden.GetProperty("voxels")), new SampleGrid(1, shape[0].GetInt32(), shape[1].GetInt32(), shape[2].GetInt32()));
    }

    private static void AssertNear(JsonElement golden, float[] actual)
    {
        var expected = Floats(golden.GetProperty("expected"));
        Assert.Equal(expected.Length, actual.Length);
        var worst = expected.Zip(actual, (one, other) => Math.Abs((double)one - other)).Max();
        Assert.True(worst <= Tolerance, $"differs by up to {worst}");
    }

    private static float[] Floats(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetSingle())];

    private static TheoryData<int> Indices(string group) => [.. Enumerable.Range(0, Root.GetProperty(group).GetArrayLength())];

    private static JsonElement Load()
    {
        var repository = typeof(AugmentationGoldenTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(entry => entry.Key == "RepositoryRoot").Value!;
        return JsonDocument.Parse(File.ReadAllText(Path.Combine(repository, "tests", "golden", "augmentation.json"))).RootElement;
    }
}
