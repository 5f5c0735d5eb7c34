using System.Text;
using static TorchSharp.torch;

namespace MedTrain.Torch.Weights;

/// <summary>
/// The format of TorchSharp's <c>Module.save</c> (<c>.dat</c>): the number of tensors, then for each its name, element type, sizes and
/// bytes; numbers in LEB128. Source: TorchSharp's <c>Module.cs</c> and <c>TensorExtensionMethods.cs</c>.
/// </summary>
internal static class TorchSharpState
{
    private const string Name = "TorchSharp";
    private const int BufferBytes = 1 << 20;
    private const int LongestName = 4096;
    private const int MostDimensions = 64;

    /// <summary>Whether the head of a file can be this format: there is no mark, so the first entry must make sense.</summary>
    internal static bool Recognises(byte[] head)
    {
        using var reader = new BinaryReader(new MemoryStream(head), Encoding.UTF8);
        try
        {
            var count = reader.Read7BitEncodedInt64();
            var length = count > 0 ? reader.Read7BitEncodedInt() : 0;
            var name = length is > 0 and < 256 ? reader.ReadBytes(length) : [];
            return name.Length > 0 && !name.Any(letter => letter < ' ') && ElementType((int)reader.Read7BitEncodedInt64()) is not null;
        }
        catch (Exception problem) when (problem is EndOfStreamException or FormatException)
        {
            return false;
        }
    }

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    internal static WeightsFile Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        var file = Read(reader);
        return stream.Position == stream.Length
            ? file
            : throw new InvalidDataException($"{stream.Length - stream.Position} bytes at the end belong to no tensor");
    }

    /// <summary>Reads one module's state and stays behind it.</summary>
    /// <exception cref="InvalidDataException">The data is damaged.</exception>
    internal static WeightsFile Read(BinaryReader reader)
    {
        try
        {
            var tensors = new Dictionary<string, Tensor>();
            var count = reader.Read7BitEncodedInt64();
            for (long index = 0; index < count; index++)
            {
                var name = ReadName(reader);
                if (!tensors.TryAdd(name, ReadTensor(reader, name)))
                {
                    throw new InvalidDataException($"'{name}' occurs twice");
                }
            }

            return new WeightsFile(Name, tensors, new Dictionary<string, string>());
        }
        catch (FormatException problem)
        {
            throw new InvalidDataException("a number is damaged", problem);
        }
        catch (EndOfStreamException problem)
        {
            throw new InvalidDataException("the file ends too early: it is truncated", problem);
        }
    }

    private static string ReadName(BinaryReader reader)
    {
        var length = reader.Read7BitEncodedInt();
        return length is > 0 and <= LongestName
            ? Encoding.UTF8.GetString(reader.ReadBytes(length))
            : throw new InvalidDataException($"a tensor's name has {length} bytes: this is no TorchSharp file, or a damaged one");
    }

    private static Tensor ReadTensor(BinaryReader reader, string name)
    {
        var number = reader.Read7BitEncodedInt64();
        var (type, elementBytes) = ElementType(number) ?? throw new InvalidDataException($"'{name}' has the unknown element type {number}");
        var rank = reader.Read7BitEncodedInt64();
        if (rank is < 0 or > MostDimensions)
        {
            throw new InvalidDataException($"'{name}' has {rank} dimensions");
        }

        var sizes = new long[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            sizes[axis] = reader.Read7BitEncodedInt64();
        }

        var stream = reader.BaseStream;
        var needed = TensorExtent.Bytes(name, sizes, elementBytes);
        if (stream.CanSeek && needed > stream.Length - stream.Position)
        {
            throw new InvalidDataException(
                $"the file ends within '{name}' ({needed} bytes needed, {stream.Length - stream.Position} there): it is truncated");
        }

        var tensor = empty(sizes, type, CPU);
        tensor.ReadBytesFromStream(stream, (int)Math.Min(BufferBytes, needed));
        return tensor;
    }

    private static (ScalarType Type, int Bytes)? ElementType(long number)
    {
        var row = SafetensorsEntry.Types.FirstOrDefault(entry => (long)entry.Type == number);
        return row.Name is null ? null : (row.Type, row.Bytes);
    }
}
