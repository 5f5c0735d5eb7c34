using System.Reflection;
using System.Text.Json;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Tests.Preprocessing;

/// <summary>tests/golden/preprocessing.json, made by scripts/golden/preprocessing.py.</summary>
internal static class PreprocessingGoldens
{
    public static JsonElement Root { get; } = Load();

    public static TheoryData<int> IndicesOf(string group) => [.. Enumerable.Range(0, Root.GetProperty(group).GetArrayLength())];

    public static float[] Floats(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetSingle())];

    public static double[] Doubles(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetDouble())];

    public static int[] Integers(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetInt32())];

    /// <summary>Shape [z, y, x] as a size.</summary>
    public static GridSize SizeOf(JsonElement shape) => Integers(shape) is [var z, var y, var x] ? new GridSize(x, y, z) : throw new InvalidDataException();

    /// <summary>All values within an absolute tolerance.</summary>
    public static void AssertNear(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        var worst = expected.Zip(actual, (one, other) => Math.Abs((double)one - other)).Max();
        Assert.True(worst <= tolerance, $"differs by up to {worst}");
    }

    private static JsonElement Load()
    {
        var repository = typeof(PreprocessingGoldens).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(entry => entry.Key == "RepositoryRoot").Value!;
        return JsonDocument.Parse(File.ReadAllText(Path.Combine(repository, "tests", "golden", "preprocessing.json"))).RootElement;
    }
}
