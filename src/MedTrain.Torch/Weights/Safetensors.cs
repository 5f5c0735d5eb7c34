using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace MedTrain.Torch.Weights;

/// <summary>Tensors by name in one file, readable by any framework: https://github.com/huggingface/safetensors#format.</summary>
public static class Safetensors
{
    private const string Name = "safetensors";
    private const int BufferBytes = 1 << 20;

    /// <summary>Writes tensors to a file that is complete or absent: under a temporary name, flushed to disk, then renamed.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="tensors">Tensors of any layout on any device.</param>
    /// <param name="metadata">Free texts kept beside them.</param>
    /// <exception cref="NotSupportedException">The format has no such element type.</exception>
    public static void Save(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var entries = Plan(tensors);
        var header = Header(entries, metadata);
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes))
            {
                var length = new byte[SafetensorsHeader.LengthBytes];
                BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
                stream.Write(length);
                stream.Write(header);
                foreach (var entry in entries)
                {
                    using var scope = NewDisposeScope();
                    // TorchSharp writes only what lies in the CPU's memory in plain order, and allocates the buffer.
                    tensors[entry.Name].detach().cpu().contiguous().WriteBytesToStream(stream, (int)Math.Min(BufferBytes, entry.End - entry.Begin));
                }

                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Reads a whole file. Nothing is allocated that the file's own size does not justify.</summary>
    /// <exception cref="WeightsFileException">The file is truncated, damaged or none of its kind; the message names it and says
    /// how.</exception>
    public static WeightsFile Load(string path) => WeightsFile.Guarded(path, () => Read(path));

    /// <summary>Whether the head of a file is that of a safetensors file: a length, then the beginning of a JSON object.</summary>
    internal static bool Recognises(byte[] head) =>
        head.Length > SafetensorsHeader.LengthBytes && head[SafetensorsHeader.LengthBytes] == (byte)'{';

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    internal static WeightsFile Read(string path)
    {
        using var map = new MappedFile(path);
        using var stream = map.Open(0, map.Length);
        var header = SafetensorsHeader.Read(stream);
        var start = stream.Position;
        var tensors = new Dictionary<string, Tensor>();
        foreach (var entry in header.Entries)
        {
            tensors.Add(entry.Name, empty(entry.Shape, entry.Type, CPU));
        }

        map.Fill([.. header.Entries.Select(entry => (tensors[entry.Name], start + entry.Begin, entry.End - entry.Begin))]);
        return new WeightsFile(Name, tensors, header.Metadata);
    }

    // Large elements first, as the reference implementation does, so that every tensor is aligned to its elements.
    private static List<SafetensorsEntry> Plan(IReadOnlyDictionary<string, Tensor> tensors)
    {
        var entries = new List<SafetensorsEntry>();
        long at = 0;
        var unsupported = tensors.FirstOrDefault(item => SafetensorsEntry.NameOf(item.Value.dtype) is null);
        if (unsupported.Key is not null)
        {
            throw new NotSupportedException(
                $"safetensors has no element type for '{unsupported.Key}', which is {unsupported.Value.dtype}.");
        }

        foreach (
            var (name, tensor) in tensors.OrderByDescending(item => SafetensorsEntry.SizeOf(item.Value.dtype))
            .ThenBy(item => item.Key, StringComparer.Ordinal))
        {
            var end = at + (tensor.numel() * SafetensorsEntry.SizeOf(tensor.dtype));
            entries.Add(new SafetensorsEntry(name, tensor.dtype, tensor.shape, at, end));
            at = end;
        }

        return entries;
    }

    private static byte[] Header(List<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var (name, text) in metadata)
                {
                    json.WriteString(name, text);
                }

                json.WriteEndObject();
            }

            foreach (var entry in entries)
            {
                json.WriteStartObject(entry.Name);
                json.WriteString("dtype", SafetensorsEntry.NameOf(entry.Type));
                WriteNumbers(json, "shape", entry.Shape);
                WriteNumbers(json, "data_offsets", [entry.Begin, entry.End]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (buffer.Length % 8 != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        return buffer.ToArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, long[] numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
