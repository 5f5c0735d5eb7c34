using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace MedTrain.Data.Imaging.Numpy;

/// <summary>A type of array elements.</summary>
/// <param name="Name">NumPy's name.</param>
/// <param name="BytesPerElement">Size of an element.</param>
/// <param name="Swapped">True when the file's byte order is not this machine's.</param>
/// <param name="Convert">Elements in this machine's byte order to doubles.</param>
internal sealed record NpyType(string Name, int BytesPerElement, bool Swapped, NpyType.Converter Convert)
{
    /// <summary>Turns destination.Length elements into doubles.</summary>
    internal delegate void Converter(ReadOnlySpan<byte> bytes, Span<double> destination);

    private static readonly Dictionary<string, (string Name, int Bytes, Converter Convert)> Known = new(StringComparer.Ordinal)
    {
        ["b1"] = ("bool", 1, Each<byte>),
        ["u1"] = ("uint8", 1, Each<byte>),
        ["i1"] = ("int8", 1, Each<sbyte>),
        ["u2"] = ("uint16", 2, Each<ushort>),
        ["i2"] = ("int16", 2, Each<short>),
        ["u4"] = ("uint32", 4, Each<uint>),
        ["i4"] = ("int32", 4, Each<int>),
        ["u8"] = ("uint64", 8, Each<ulong>),
        ["i8"] = ("int64", 8, Each<long>),
        ["f2"] = ("float16", 2, Each<Half>),
        ["f4"] = ("float32", 4, Each<float>),
        ["f8"] = ("float64", 8, Each<double>),
    };

    /// <summary>The type that a header's <c>descr</c> names, such as <c>&lt;f4</c>.</summary>
    /// <exception cref="InvalidDataException">It is none that holds plain numbers.</exception>
    public static NpyType Of(string descr)
    {
        char order = descr[0];
        string kind = descr.TrimStart('<', '>', '|', '=');
        if (kind.StartsWith('O'))
        {
            throw new InvalidDataException("it holds Python objects, which only running code could read; save an array of numbers");
        }
        return Known.TryGetValue(kind, out var type)
            ? new NpyType(type.Name, type.Bytes, type.Bytes > 1 && (order == '>') == BitConverter.IsLittleEndian, type.Convert)
            : throw new InvalidDataException($"its elements are of NumPy type '{descr}'; read are {string.Join(", ", Known.Values.Select(k => k.Name))}");
    }

    /// <summary>Reverses the bytes of each element in place, when the file's order is not this machine's.</summary>
    public void ToMachineOrder(Span<byte> bytes)
    {
        if (!Swapped)
        {
            return;
        }
        switch (BytesPerElement)
        {
            case 2: Reverse(MemoryMarshal.Cast<byte, short>(bytes)); break;
            case 4: Reverse(MemoryMarshal.Cast<byte, int>(bytes)); break;
            default: Reverse(MemoryMarshal.Cast<byte, long>(bytes)); break;
        }
    }

    private static void Reverse(Span<short> values) => BinaryPrimitives.ReverseEndianness(values, values);

    private static void Reverse(Span<int> values) => BinaryPrimitives.ReverseEndianness(values, values);

    private static void Reverse(Span<long> values) => BinaryPrimitives.ReverseEndianness(values, values);

    private static void Each<T>(ReadOnlySpan<byte> bytes, Span<double> destination)
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> elements = MemoryMarshal.Cast<byte, T>(bytes);
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = double.CreateTruncating(elements[i]);
        }
    }
}
