namespace MedTrain.Evaluation.Resampling;

/// <summary>Random numbers that are a function of (seed, replicate, draw), so that threads and their order change nothing.</summary>
/// <remarks>The finaliser of SplitMix64 (Steele, Lea and Flood 2014) over a counter; a replicate starts at a hashed place.</remarks>
internal static class CounterRandom
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    /// <summary>The stream of one replicate.</summary>
    internal static ulong Stream(long seed, long replicate) => Mix(Mix((ulong)seed + Step) ^ Mix(((ulong)replicate * 2 + 1) * Step));

    /// <summary>Draw number <paramref name="draw"/> of a stream, uniform on 0 … <paramref name="count"/> - 1.</summary>
    internal static int Index(ulong stream, int draw, int count) => (int)Math.BigMul(Bits(stream, draw), (ulong)count, out _);

    /// <summary>Draw number <paramref name="draw"/> of a stream, uniform on [0, 1).</summary>
    internal static double Uniform(ulong stream, int draw) => (Bits(stream, draw) >> 11) * (1.0 / (1UL << 53));

    private static ulong Bits(ulong stream, int draw) => Mix(stream + ((ulong)(uint)draw + 1) * Step);

    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
