using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MedTrain.Data.Imaging;

/// <summary>Stored values to floats, the common types several at a time.</summary>
internal static class ValueConversion
{
    /// <summary>A cohort is read once, in a process that has just begun: the code must be fast in its first calls.</summary>
    private const MethodImplOptions FastAtOnce = MethodImplOptions.AggressiveOptimization;

    private const int ValuesAtOnce = 4096;

    /// <summary>All whole numbers up to here are floats.</summary>
    private const double LargestWhole = 1 << 24;

    /// <summary>Converts to slope × value + intercept, computed in double precision; both spans have the same length.</summary>
    public static unsafe void Convert<T>(ReadOnlySpan<T> source, Span<float> destination, double slope, double intercept)
        where T : unmanaged, INumber<T>
    {
        if (slope == 1 && intercept == 0)
        {
            Convert(source, destination);
        }
        else if (sizeof(T) <= sizeof(short)) // a float holds such values exactly
        {
            // Whole numbers of Hounsfield units need no double precision.
            bool isExact = double.IsInteger(slope) && double.IsInteger(intercept)
                && (Math.Abs(slope) * ushort.MaxValue) + Math.Abs(intercept) <= LargestWhole;
            for (int start = 0; start < destination.Length; start += ValuesAtOnce)
            {
                Span<float> part = destination.Slice(start, Math.Min(ValuesAtOnce, destination.Length - start));
                Convert(source.Slice(start, part.Length), part);
                if (isExact)
                {
                    ScaleWhole(part, (float)slope, (float)intercept);
                }
                else
                {
                    Scale(part, slope, intercept);
                }
            }
        }
        else
        {
            for (int i = 0; i < destination.Length; i++)
            {
                destination[i] = (float)((slope * double.CreateTruncating(source[i])) + intercept);
            }
        }
    }

    /// <summary>Converts as they are; both spans have the same length.</summary>
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

    [MethodImpl(FastAtOnce)]
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

    [MethodImpl(FastAtOnce)]
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

    [MethodImpl(FastAtOnce)]
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

    [MethodImpl(FastAtOnce)]
    private static void ScaleWhole(Span<float> values, float slope, float intercept)
    {
        Span<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        for (int i = 0; i < vectors.Length; i++)
        {
            vectors[i] = (vectors[i] * slope) + new Vector<float>(intercept);
        }
        for (int i = vectors.Length * Vector<float>.Count; i < values.Length; i++)
        {
            values[i] = (slope * values[i]) + intercept;
        }
    }

    [MethodImpl(FastAtOnce)]
    private static void Scale(Span<float> values, double slope, double intercept)
    {
        Span<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        for (int i = 0; i < vectors.Length; i++)
        {
            Vector.Widen(vectors[i], out Vector<double> low, out Vector<double> high);
            vectors[i] = Vector.Narrow((low * slope) + new Vector<double>(intercept), (high * slope) + new Vector<double>(intercept));
        }
        for (int i = vectors.Length * Vector<float>.Count; i < values.Length; i++)
        {
            values[i] = (float)((slope * values[i]) + intercept);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<ushort> values, Span<float> destination)
    {
        (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(values);
        Vector128.ConvertToSingle(low.AsInt32()).CopyTo(destination);
        Vector128.ConvertToSingle(high.AsInt32()).CopyTo(destination[4..]);
    }
}
