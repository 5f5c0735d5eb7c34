using System.Reflection;
using System.Text.Json.Nodes;
using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Torch.Tests;

/// <summary>The reference values in tests/golden/torch-ops.json, made by scripts/golden/torch_ops.py.</summary>
internal static class Golden
{
    private static readonly Lazy<JsonObject> File = new(() => Read("torch-ops.json"));

    internal static JsonObject Section(string name) => (JsonObject)File.Value[name]!;

    /// <summary>The names of a section's records that hold a value.</summary>
    internal static TheoryData<string> Names(string section, string key) =>
        [.. Section(section).Where(entry => entry.Value is JsonObject record && record.ContainsKey(key)).Select(entry => entry.Key)];

    /// <summary>Nested lists of numbers as a float64 tensor.</summary>
    internal static Tensor Numbers(JsonNode? node)
    {
        var values = new List<double>();
        var sizes = new List<long>();
        Flatten(node!, 0, values, sizes);
        return tensor(values.ToArray(), sizes.ToArray());
    }

    internal static void Equal(JsonNode? expected, Tensor actual, double tolerance = 1e-12)
    {
        using var scope = NewDisposeScope();
        var wanted = Numbers(expected);
        var got = actual.detach().to(float64).cpu();
        Assert.Equal(wanted.shape, got.shape);
        var largest = wanted.numel() == 0 ? 0 : (wanted - got).abs().max().ToDouble();
        var scale = Math.Max(1, wanted.abs().max().ToDouble());
        Assert.True(largest <= tolerance * scale, $"differs by {largest}");
    }

    internal static string RepositoryRoot => typeof(Golden).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(entry => entry.Key == "RepositoryRoot").Value!;

    /// <summary>One file of tests/golden.</summary>
    internal static JsonObject Read(string name) =>
        (JsonObject)JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(RepositoryRoot, "tests", "golden", name)))!;

    private static void Flatten(JsonNode node, int depth, List<double> values, List<long> sizes)
    {
        if (node is not JsonArray array)
        {
            values.Add((double)node);
            return;
        }

        if (sizes.Count == depth)
        {
            sizes.Add(array.Count);
        }

        foreach (var item in array)
        {
            Flatten(item!, depth + 1, values, sizes);
        }
    }
}
