using System.Text;

namespace MedTrain.Data.Randomness;

/// <summary>
/// Random numbers as a value: the n-th number depends only on (seed, stream, item, n), never on other streams or on threads.
/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) over a key that is hashed from seed, stream and item.
/// </summary>
public sealed class CounterRandom
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    private readonly ulong key;
    private ulong counter;

    /// <summary>Opens the sequence of one item in one stream.</summary>
    /// <param name="seed">The experiment's seed.</param>
    /// <param name="stream">What the numbers are for, such as <c>split</c>.</param>
    /// <param name="item">Whom they are for, such as a patient id; may be empty.</param>
    public CounterRandom(long seed, string stream, string item = "")
    {
        key = Mix(Mix(Mix((ulong)seed + GoldenGamma) ^ Hash(stream)) ^ Hash(item));
    }

    /// <summary>Stable 64-bit hash of a text's UTF-8 bytes (FNV-1a, then mixed); equal on every machine and in every run.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The hash.</returns>
    public static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ value) * 1099511628211UL;
        }
        return Mix(hash);
    }

    /// <summary>The next 64 random bits.</summary>
    /// <returns>The bits.</returns>
    public ulong NextUInt64() => Mix(key + (++counter * GoldenGamma));

    /// <summary>A number in [0, 1).</summary>
    /// <returns>The number, with 53 random bits.</returns>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number in [<paramref name="lower"/>, <paramref name="upper"/>).</summary>
    /// <param name="lower">Lower end, included.</param>
    /// <param name="upper">Upper end, excluded.</param>
    /// <returns>The number.</returns>
    public double NextDouble(double lower, double upper) => lower + ((upper - lower) * NextDouble());

    /// <summary>A whole number in [0, <paramref name="bound"/>).</summary>
    /// <param name="bound">Upper end, excluded; at least 1.</param>
    /// <returns>The number; its bias is below 2^-32 for any int bound.</returns>
    public int NextInt32(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        return (int)Math.BigMul(NextUInt64(), (ulong)bound, out _);
    }

    /// <summary>A standard normal number (Box and Muller).</summary>
    /// <returns>The number.</returns>
    public double NextNormal() => Math.Sqrt(-2.0 * Math.Log(1.0 - NextDouble())) * Math.Cos(2.0 * Math.PI * NextDouble());

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
