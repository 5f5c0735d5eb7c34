using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Tensors to numbers, and single tensors to and from TorchSharp's format: element type, number of dimensions, sizes (7 bits a
/// byte), raw elements.</summary>
public static class TensorExtensionMethods
{
    /// <summary>Makes a parameter of a tensor, which becomes empty.</summary>
    public static Modules.Parameter AsParameter(this Tensor tensor) => new(tensor);

    /// <summary>The value of a tensor with one element, converted.</summary>
    public static float ToSingle(this Tensor value) => value.ToScalar().ToSingle();

    /// <summary>The value of a tensor with one element, converted.</summary>
    public static double ToDouble(this Tensor value) => value.ToScalar().ToDouble();

    /// <summary>The value of a tensor with one element, converted.</summary>
    public static sbyte ToSByte(this Tensor value) => value.ToScalar().ToSByte();

    /// <summary>The value of a tensor with one element, converted.</summary>
    public static byte ToByte(this Tensor value) => value.ToScalar().ToByte();

    /// <summary>The value of a tensor with one element, converted.</summary>
    public static short ToInt16(this Tensor value) => value.ToScalar().ToInt16();

    /// <summary>The value of a tensor with one element, converted.</summary>
    public static int ToInt32(this Tensor value) => value.ToScalar().ToInt32();

    /// <summary>The value of a tensor with one element, converted.</summary>
    public static long ToInt64(this Tensor value) => value.ToScalar().ToInt64();

    /// <summary>The value of a tensor with one element, converted.</summary>
    public static bool ToBoolean(this Tensor value) => value.ToScalar().ToBoolean();

    /// <summary>The value of a tensor with one element, converted.</summary>
    public static Half ToHalf(this Tensor value) => value.ToScalar().ToHalf();

    /// <summary>Writes the tensor.</summary>
    public static void Save(this Tensor tensor, BinaryWriter writer)
    {
        writer.Write7BitEncodedInt64((long)tensor.dtype);
        writer.Write7BitEncodedInt64(tensor.ndim);
        foreach (var size in tensor.shape)
        {
            writer.Write7BitEncodedInt64(size);
        }

        writer.Flush();
        tensor.WriteBytesToStream(writer.BaseStream, 1 << 16);
    }

    /// <summary>Fills the tensor from what <see cref="Save(Tensor, BinaryWriter)"/> wrote.</summary>
    /// <exception cref="InvalidDataException">Element type or shape differ.</exception>
    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        using var mode = no_grad();
        using var loaded = Read(reader);
        if (loaded.dtype != tensor.dtype || !loaded.shape.SequenceEqual(tensor.shape))
        {
            throw new InvalidDataException($"The file holds {loaded}, {tensor} was expected.");
        }

        if (!skip)
        {
            tensor.copy_(loaded);
        }
    }

    /// <summary>Fills the tensor, or makes it when null, from what <see cref="Save(Tensor, BinaryWriter)"/> wrote.</summary>
    public static void Load([NotNull] ref Tensor? tensor, BinaryReader reader, bool skip = false)
    {
        if (tensor is null)
        {
            tensor = Read(reader);
        }
        else
        {
            tensor.Load(reader, skip);
        }
    }

    private static Tensor Read(BinaryReader reader)
    {
        var type = (ScalarType)reader.Read7BitEncodedInt64();
        var sizes = new long[CheckedCount(reader.Read7BitEncodedInt64())];
        long bytes = SizeOf(type);
        for (var i = 0; i < sizes.Length; i++)
        {
            sizes[i] = reader.Read7BitEncodedInt64();
            bytes = checked(bytes * sizes[i]);
        }

        if (bytes < 0 || (reader.BaseStream.CanSeek && bytes > reader.BaseStream.Length - reader.BaseStream.Position))
        {
            throw new InvalidDataException($"The file ends before the {bytes} bytes of a tensor of shape [{string.Join(", ", sizes)}].");
        }

        var tensor = empty(sizes, type, CPU);
        tensor.ReadBytesFromStream(reader.BaseStream, 1 << 16);
        return tensor;
    }

    private static int CheckedCount(long dimensions) =>
        dimensions is >= 0 and <= 64 ? (int)dimensions
            : throw new InvalidDataException($"A tensor of {dimensions} dimensions: the file is damaged.");
}
