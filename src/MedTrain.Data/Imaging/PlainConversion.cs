using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MedTrain.Data.Imaging;

/// <summary>Stored values to floats without scaling; the common types eight at a time.</summary>
internal static class PlainConversion
{
    /// <summary>Converts; both spans have the same length.</summary>
    public static void Convert<T>(ReadOnlySpan<T> source, Span<float> destination)
        where T : unmanaged, INumber<T>
    {
        int done = 0;
        if (typeof(T) == typeof(float))
        {
            MemoryMarshal.Cast<T, float>(source).CopyTo(destination);
            return;
        }
        if (typeof(T) == typeof(short))
        {
            done = Shorts(MemoryMarshal.Cast<T, short>(source), destination);
        }
        else if (typeof(T) == typeof(ushort))
        {
            done = UShorts(MemoryMarshal.Cast<T, ushort>(source), destination);
        }
        else if (typeof(T) == typeof(byte))
        {
            done = Bytes(MemoryMarshal.Cast<T, byte>(source), destination);
        }
        for (int i = done; i < destination.Length; i++)
        {
            destination[i] = float.CreateTruncating(source[i]);
        }
    }

    private static int Shorts(ReadOnlySpan<short> source, Span<float> destination)
    {
        int i = 0;
        for (; i + Vector128<short>.Count <= destination.Length; i += Vector128<short>.Count)
        {
            (Vector128<int> low, Vector128<int> high) = Vector128.Widen(Vector128.Create(source[i..]));
            Vector128.ConvertToSingle(low).CopyTo(destination[i..]);
            Vector128.ConvertToSingle(high).CopyTo(destination[(i + 4)..]);
        }
        return i;
    }

    private static int UShorts(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        int i = 0;
        for (; i + Vector128<ushort>.Count <= destination.Length; i += Vector128<ushort>.Count)
        {
            (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(Vector128.Create(source[i..]));
            Vector128.ConvertToSingle(low.AsInt32()).CopyTo(destination[i..]);
            Vector128.ConvertToSingle(high.AsInt32()).CopyTo(destination[(i + 4)..]);
        }
        return i;
    }

    private static int Bytes(ReadOnlySpan<byte> source, Span<float> destination)
    {
        int i = 0;
        for (; i + Vector128<byte>.Count <= destination.Length; i += Vector128<byte>.Count)
        {
            (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.Create(source[i..]));
            Store(low, destination[i..]);
            Store(high, destination[(i + 8)..]);
        }
        return i;
    }

    private static void Store(Vector128<ushort> values, Span<float> destination)
    {
        (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(values);
        Vector128.ConvertToSingle(low.AsInt32()).CopyTo(destination);
        Vector128.ConvertToSingle(high.AsInt32()).CopyTo(destination[4..]);
    }
}
