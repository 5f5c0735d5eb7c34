using System.Numerics;
using System.Runtime.InteropServices;

namespace MedTrain.Data.Imaging.Dicom;

/// <summary>Stored samples of any type as doubles, which hold all of them exactly.</summary>
internal static class StoredSamples
{
    /// <summary>Converts the native door's samples.</summary>
    /// <param name="bytes">Samples in this machine's byte order.</param>
    /// <param name="type">NumPy's name of their type.</param>
    /// <param name="destination">One double per sample.</param>
    public static void Convert(ReadOnlySpan<byte> bytes, string type, Span<double> destination)
    {
        switch (type)
        {
            case "uint8": Each<byte>(bytes, destination); break;
            case "int8": Each<sbyte>(bytes, destination); break;
            case "uint16": Each<ushort>(bytes, destination); break;
            case "int16": Each<short>(bytes, destination); break;
            case "uint32": Each<uint>(bytes, destination); break;
            case "int32": Each<int>(bytes, destination); break;
            case "float32": Each<float>(bytes, destination); break;
            case "float64": Each<double>(bytes, destination); break;
            default: throw new InvalidDataException($"Samples of type {type} are not read.");
        }
    }

    /// <summary>
    /// True when signed values of fewer bits than their container were stored without repeating the sign: no value uses the spare
    /// bits and some have the sign bit set (PS3.5 8.1.1 leaves the spare bits open).
    /// </summary>
    public static bool LackSignExtension(ReadOnlySpan<byte> bytes, string type, int bitsStored) => type switch
    {
        "int8" => LackSignExtension<sbyte>(bytes, bitsStored),
        "int16" => LackSignExtension<short>(bytes, bitsStored),
        "int32" => LackSignExtension<int>(bytes, bitsStored),
        _ => false,
    };

    /// <summary>Gives values of <paramref name="bitsStored"/> bits their sign.</summary>
    public static void ExtendSign(Span<double> values, int bitsStored)
    {
        double signBit = Math.Pow(2, bitsStored - 1);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] -= values[i] >= signBit ? 2 * signBit : 0;
        }
    }

    private static bool LackSignExtension<T>(ReadOnlySpan<byte> bytes, int bitsStored)
        where T : unmanaged, IBinaryInteger<T>
    {
        T all = T.Zero;
        foreach (T value in MemoryMarshal.Cast<byte, T>(bytes))
        {
            all |= value;
        }
        return T.IsZero(all >>> bitsStored) && !T.IsZero(all >>> (bitsStored - 1));
    }

    private static void Each<T>(ReadOnlySpan<byte> bytes, Span<double> destination)
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> samples = MemoryMarshal.Cast<byte, T>(bytes);
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = double.CreateTruncating(samples[i]);
        }
    }
}
