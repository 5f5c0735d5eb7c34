using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace MedTrain.Evaluation.Tests;

/// <summary>The records of tests/golden/metrics.json and evaluation.json; scripts/golden/metrics.py and evaluation.py make them.</summary>
internal static class Golden
{
    internal const double Tolerance = 1e-12;

    private static readonly JsonElement Root = Load("metrics.json");

    private static readonly JsonElement Extra = Load("evaluation.json");

    /// <summary>The folder tests/golden.</summary>
    internal static string Folder => Path.Combine(
        typeof(Golden).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "RepositoryRoot").Value!,
            "tests", "golden");

    internal static JsonElement.ArrayEnumerator Records(string kind) => Root.GetProperty(kind).EnumerateArray();

    internal static TheoryData<string> Names(string kind)
    {
        var names = new TheoryData<string>();
        foreach (var record in Records(kind))
        {
            names.Add(record.GetProperty("name").GetString()!);
        }
        return names;
    }

    internal static JsonElement Record(string kind, string name) => Records(kind)
        .Single(record => record.GetProperty("name").GetString() == name);

    /// <summary>The records of evaluation.json, with their names.</summary>
    internal static IEnumerable<(string Name, JsonElement Record)> ExtraRecords(string kind) =>
        Extra.GetProperty(kind).EnumerateArray().Select(record => (record.GetProperty("name").GetString()!, record));

    internal static JsonElement ExtraRecord(string kind, string name) => ExtraRecords(kind).Single(one => one.Name == name).Record;

    internal static TheoryData<string> ExtraNames(string kind) => [.. ExtraRecords(kind).Select(one => one.Name)];

    internal static JsonElement Section(string kind) => Root.GetProperty(kind);

    /// <summary>Numbers; "NaN" and "-Infinity" are written as text.</summary>
    internal static double[] Doubles(this JsonElement record, string key) => [.. record.GetProperty(key).EnumerateArray().Select(Double)];

    internal static int[] Ints(this JsonElement record, string key) =>
        [.. record.GetProperty(key).EnumerateArray().Select(one => one.GetInt32())];

    internal static bool[] Bools(this JsonElement record, string key) => [.. record.Ints(key).Select(one => one == 1)];

    internal static double Double(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? double.Parse(value.GetString()!, CultureInfo.InvariantCulture)
        : value.ValueKind == JsonValueKind.Null ? double.NaN
        : value.GetDouble();

    /// <summary>u in [0, 1) of index and key: the hash of the reference numbers' README (FILL-v1).</summary>
    internal static double Hashed(uint index, string key)
    {
        static uint Mix(uint x)
        {
            x ^= x >> 16;
            x *= 0x7feb352d;
            x ^= x >> 15;
            x *= 0x846ca68b;
            return x ^ (x >> 16);
        }
        var hash = Encoding.UTF8.GetBytes(key).Aggregate(2166136261u, (h, one) => (h ^ one) * 16777619u);
        return (Mix(Mix(index) + hash) >> 8) / (double)(1 << 24);
    }

    internal static void Equal(double expected, double? actual)
    {
        Assert.NotNull(actual);
        Assert.True(double.IsNaN(expected) ? double.IsNaN(actual.Value) : Math.Abs(expected - actual.Value) <= Tolerance,
            $"expected {expected:R}, got {actual:R}");
    }

    private static JsonElement Load(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name))).RootElement;
}
