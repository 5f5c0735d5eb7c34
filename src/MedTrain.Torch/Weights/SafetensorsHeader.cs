using System.Buffers.Binary;
using System.Text.Json;

namespace MedTrain.Torch.Weights;

/// <summary>The header of a safetensors file: its length in 8 bytes, then JSON. Read strictly: whatever the format forbids is an
/// error.</summary>
internal sealed class SafetensorsHeader
{
    internal const int LengthBytes = 8;
    private const string MetadataKey = "__metadata__";

    // The reference implementation's own limit.
    private const long LargestHeader = 100_000_000;

    private SafetensorsHeader(List<SafetensorsEntry> entries, Dictionary<string, string> metadata)
    {
        Entries = entries;
        Metadata = metadata;
    }

    /// <summary>The tensors in the order of their bytes.</summary>
    internal List<SafetensorsEntry> Entries { get; }

    internal Dictionary<string, string> Metadata { get; }

    /// <exception cref="InvalidDataException">The header is damaged; the message says how.</exception>
    internal static SafetensorsHeader Read(Stream stream)
    {
        var room = stream.Length - LengthBytes;
        var length = ReadLength(stream, room);
        var json = new byte[length];
        stream.ReadExactly(json);
        if (json.Length == 0 || json[0] != (byte)'{')
        {
            throw new InvalidDataException("the header does not begin with '{': this is no safetensors file");
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return Parse(document.RootElement, room - length);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException) // the latter for texts that are no Unicode
        {
            throw new InvalidDataException($"the header is no valid JSON: {problem.Message}", problem);
        }
    }

    private static long ReadLength(Stream stream, long room)
    {
        if (room < 0)
        {
            throw new InvalidDataException($"the file has {stream.Length} bytes, a safetensors file has at least {LengthBytes}");
        }

        var bytes = new byte[LengthBytes];
        stream.ReadExactly(bytes);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (length > LargestHeader)
        {
            throw new InvalidDataException(
                $"the header claims {length} bytes, at most {LargestHeader} are allowed: this is no safetensors file");
        }

        return (long)length <= room ? (long)length
            : throw new InvalidDataException($"the file ends within its header ({length} bytes claimed, {room} there)");
    }

    private static SafetensorsHeader Parse(JsonElement root, long dataBytes)
    {
        var entries = new List<SafetensorsEntry>();
        var metadata = new Dictionary<string, string>();
        var names = new HashSet<string>();
        foreach (var property in root.EnumerateObject())
        {
            if (!names.Add(property.Name))
            {
                throw new InvalidDataException($"'{property.Name}' occurs twice");
            }

            if (property.Name == MetadataKey)
            {
                metadata = ParseMetadata(property.Value);
            }
            else
            {
                entries.Add(ParseEntry(property.Name, property.Value));
            }
        }

        entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        CheckLayout(entries, dataBytes);
        return new SafetensorsHeader(entries, metadata);
    }

    private static Dictionary<string, string> ParseMetadata(JsonElement element)
    {
        var result = new Dictionary<string, string>();
        foreach (
            var item in element.ValueKind == JsonValueKind.Object ? element.EnumerateObject()
            : throw new InvalidDataException("the metadata is no object"))
        {
            result[item.Name] = item.Value.ValueKind == JsonValueKind.String
                ? item.Value.GetString()!
                : throw new InvalidDataException($"the metadata '{item.Name}' is no text");
        }

        return result;
    }

    private static SafetensorsEntry ParseEntry(string name, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object
            || !element.TryGetProperty("dtype", out var dtype) || dtype.ValueKind != JsonValueKind.String
            || !element.TryGetProperty("shape", out var shape) || shape.ValueKind != JsonValueKind.Array
            || !element.TryGetProperty("data_offsets", out var offsets) || offsets.ValueKind != JsonValueKind.Array
                || offsets.GetArrayLength() != 2)
        {
            throw new InvalidDataException($"'{name}' lacks a dtype, a shape or two data_offsets");
        }

        var type = SafetensorsEntry.Types.FirstOrDefault(entry => entry.Name == dtype.GetString());
        if (type.Name is null)
        {
            var known = string.Join(", ", SafetensorsEntry.Types.Select(entry => entry.Name));
            throw new InvalidDataException($"'{name}' has the element type {dtype.GetString()}; known are {known}");
        }

        var sizes = shape.EnumerateArray().Select(size => Number(name, size)).ToArray();
        var (begin, end) = (Number(name, offsets[0]), Number(name, offsets[1]));
        var needed = TensorExtent.Bytes(name, sizes, type.Bytes);
        if (end - begin != needed)
        {
            throw new InvalidDataException(
                $"'{name}' [{string.Join(", ", sizes)}] of {type.Name} takes {needed} bytes, its offsets {begin} to {end} do not match");
        }

        return new SafetensorsEntry(name, type.Type, sizes, begin, end);
    }

    private static long Number(string name, JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var number) && number >= 0
            ? number
            : throw new InvalidDataException($"'{name}' has the number {element.GetRawText()} where a whole one from 0 is needed");

    // Every byte after the header belongs to exactly one tensor.
    private static void CheckLayout(List<SafetensorsEntry> entries, long dataBytes)
    {
        long expected = 0;
        foreach (var entry in entries)
        {
            if (entry.End > dataBytes)
            {
                throw new InvalidDataException(
                    $"the file ends within '{entry.Name}' ({entry.End} bytes of data needed, {dataBytes} there): it is truncated");
            }

            if (entry.Begin != expected)
            {
                throw new InvalidDataException(
                    $"'{entry.Name}' begins at {entry.Begin}, {expected} was expected: tensors overlap or leave a gap");
            }

            expected = entry.End;
        }

        if (expected != dataBytes)
        {
            throw new InvalidDataException($"{dataBytes - expected} bytes at the end belong to no tensor");
        }
    }
}
