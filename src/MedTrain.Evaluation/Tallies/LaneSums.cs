using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using MedTrain.Evaluation.Resampling;

namespace MedTrain.Evaluation.Tallies;

/// <summary>One whole number for each lane of a block, held in vector registers.</summary>
[InlineArray(Vectors)]
internal struct LaneSums
{
    /// <summary>Registers of four doubles that hold one number of every lane.</summary>
    internal const int Quarters = ResampleBlock.Lanes / 4;

    private const int Vectors = ResampleBlock.Lanes / 8;

    // A sixteen-bit lane holds 257 bytes of at most 255.
    private const int Chunk = 257;

    private Vector256<int> _first;

    /// <summary>Adds the multiplicities of the listed patients.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(ref byte weights, ReadOnlySpan<int> patients)
    {
        while (patients.Length > 0)
        {
            var part = patients[..Math.Min(Chunk, patients.Length)];
            Vector256<ushort> low = default, high = default;
            foreach (var patient in part)
            {
                var (lower, upper) = Vector256.Widen(Vector256.LoadUnsafe(ref weights, (nuint)patient * ResampleBlock.Lanes));
                low += lower;
                high += upper;
            }
            var (a, b) = Vector256.Widen(low);
            var (c, d) = Vector256.Widen(high);
            this[0] += a.AsInt32();
            this[1] += b.AsInt32();
            this[2] += c.AsInt32();
            this[3] += d.AsInt32();
            patients = patients[part.Length..];
        }
    }

    /// <summary>Adds other numbers, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(in LaneSums other)
    {
        for (var i = 0; i < Vectors; i++)
        {
            this[i] += other[i];
        }
    }

    /// <summary>Four lanes as doubles; <paramref name="quarter"/> is 0 … <see cref="Quarters"/> - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly Vector256<double> Doubles(int quarter)
    {
        var eight = this[quarter >> 1];
        var four = (quarter & 1) == 0 ? eight.GetLower() : eight.GetUpper();
        return Avx.IsSupported ? Avx.ConvertToVector256Double(four) : Portable(four);
    }

    /// <summary>Adds the numbers to doubles, one a lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void AddTo(Span<double> sums)
    {
        for (var quarter = 0; quarter < Quarters; quarter++)
        {
            var at = sums.Slice(quarter * 4, 4);
            (Vector256.Create<double>(at) + Doubles(quarter)).CopyTo(at);
        }
    }

    private static Vector256<double> Portable(Vector128<int> four) =>
        Vector256.ConvertToDouble(Vector256.Create(Vector128.WidenLower(four), Vector128.WidenUpper(four)));
}
