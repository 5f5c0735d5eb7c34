namespace MedTrain.Data;

/// <summary>What a random stream is for; streams of different purposes never share numbers.</summary>
public enum RandomStream
{
    /// <summary>Which patients go to which part.</summary>
    Split,

    /// <summary>The order of cases in an epoch.</summary>
    Shuffle,

    /// <summary>The parameters of random augmentations.</summary>
    Augmentation,

    /// <summary>The initial weights of a network.</summary>
    Initialisation,

    /// <summary>Dropout masks and other randomness inside a network.</summary>
    Dropout,

    /// <summary>Synthetic cohorts.</summary>
    Synthesis,

    /// <summary>Settings that a search tries.</summary>
    Search,
}

/// <summary>
/// A counter-based random generator (SplitMix64, Steele et al. 2014): its numbers depend on the seed, the purpose and the
/// indices it was made for (epoch, case, …), never on the order or the thread in which others were drawn.
/// </summary>
/// <example><code>var random = new CounterRandom(seed, RandomStream.Augmentation, epoch, caseIndex);</code></example>
public struct CounterRandom : IEquatable<CounterRandom>
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong state;

    /// <summary>A stream of its own for one seed, purpose and up to three indices.</summary>
    public CounterRandom(long seed, RandomStream stream, long first = 0, long second = 0, long third = 0)
    {
        state = Mix((ulong)seed + Golden);
        state = Mix(state ^ (ulong)stream * Golden);
        state = Mix(state + (ulong)first * Golden);
        state = Mix(state + (ulong)second * Golden + 1);
        state = Mix(state + (ulong)third * Golden + 2);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits()
    {
        state += Golden;
        return Mix(state);
    }

    /// <summary>The next number, uniform in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>The next number, uniform in [<paramref name="lower"/>, <paramref name="upper"/>).</summary>
    public double NextDouble(double lower, double upper) => lower + (upper - lower) * NextDouble();

    /// <summary>The next integer, uniform in [0, <paramref name="count"/>).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public int NextInt(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return (int)Math.BigMul(NextBits(), (ulong)count, out _);
    }

    /// <summary>The next number from the standard normal distribution (Box–Muller; draws two numbers).</summary>
    public double NextNormal()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Puts <paramref name="items"/> in a uniformly random order (Fisher–Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <inheritdoc/>
    public readonly bool Equals(CounterRandom other) => state == other.state;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is CounterRandom other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => state.GetHashCode();

    /// <summary>True when both will give the same numbers from here on.</summary>
    public static bool operator ==(CounterRandom left, CounterRandom right) => left.Equals(right);

    /// <summary>True when the two will give different numbers.</summary>
    public static bool operator !=(CounterRandom left, CounterRandom right) => !left.Equals(right);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
