using System.Text.Json;

namespace MedTrain.Learning.Tests.Models;

/// <summary>The fill against the vectors of its definition.</summary>
public class FillV1Tests
{
    private static readonly JsonElement Vectors = JsonDocument.Parse(File.ReadAllText(Path.Combine(GoldenRecord.Folder,
        "fill_vectors.json"))).RootElement;

    [Fact]
    public void Hashes_and_integers_are_those_of_the_definition()
    {
        foreach (var entry in Vectors.GetProperty("fnv1a32").EnumerateObject())
        {
            Assert.Equal(entry.Value.GetUInt32(), FillV1.Fnv(entry.Name));
        }

        foreach (var entry in Vectors.GetProperty("mix").EnumerateObject())
        {
            Assert.Equal(entry.Value.GetUInt32(), FillV1.Mix(uint.Parse(entry.Name)));
        }

        foreach (var entry in Vectors.GetProperty("k").EnumerateObject())
        {
            Assert.Equal(entry.Value.EnumerateArray().Select(k => k.GetInt32()), FillV1.K(entry.Name, entry.Value.GetArrayLength()));
        }
    }

    [Fact]
    public void Values_have_the_bits_of_the_definition()
    {
        var rows = Vectors.GetProperty("values").EnumerateArray().ToArray();
        Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            var shape = row.GetProperty("shape").EnumerateArray().Select(side => side.GetInt64()).ToArray();
            var isParameter = row.GetProperty("rule").GetString() is not ("mean" or "var");
            var values = FillV1.Values(row.GetProperty("key").GetString()!, shape, isParameter, row.GetProperty("gain").GetInt32())!;
            var bits = row.GetProperty("float32_bits_hex").EnumerateArray().Select(hex => hex.GetString()!).ToArray();
            Assert.Equal(bits, values.Take(bits.Length).Select(value => BitConverter.SingleToUInt32Bits(value).ToString("x8")));
        }
    }

    [Fact]
    public void Input_has_the_values_of_the_definition()
    {
        var expected = Vectors.GetProperty("input_1_3_10_12");
        using var input = FillV1.Input([1, 3, 10, 12]);
        var values = input.data<float>().ToArray();
        Assert.Equal(expected.GetProperty("first12").EnumerateArray().Select(value => value.GetSingle()), values.Take(12));
        Assert.Equal(expected.GetProperty("last4").EnumerateArray().Select(value => value.GetSingle()), values.TakeLast(4));
        Assert.Equal(expected.GetProperty("sum").GetDouble(), values.Sum(value => (double)value), 1e-9);
    }
}
