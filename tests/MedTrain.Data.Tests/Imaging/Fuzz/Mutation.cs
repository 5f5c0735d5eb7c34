namespace MedTrain.Data.Tests.Imaging.Fuzz;

/// <summary>Damages the bytes of a file in ways that depend on a seed only.</summary>
internal static class Mutation
{
    /// <summary>The kinds of damage.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["bit flips", "truncation", "swapped lengths", "wild number", "lost piece", "doubled piece"];

    /// <summary>A damaged copy.</summary>
    /// <param name="whole">The sound file.</param>
    /// <param name="seed">Number of the copy.</param>
    public static (byte[] Bytes, string Kind) Of(byte[] whole, int seed)
    {
        var random = new CounterRandom(2026, RandomStream.Synthesis, seed);
        var bytes = (byte[])whole.Clone();
        var kind = Kinds[seed % Kinds.Count];
        // Half of the damage hits the first bytes, where the headers are.
        int Place(int room, ref CounterRandom from) => from.NextInt(Math.Max(1, from.NextInt(2) == 0 ? Math.Min(room, 512) : room));
        switch (kind)
        {
            case "bit flips":
                for (int i = 0, flips = 1 + random.NextInt(16); i < flips; i++)
                {
                    bytes[Place(bytes.Length, ref random)] ^= (byte)(1 << random.NextInt(8));
                }
                break;
            case "truncation":
                bytes = bytes[..random.NextInt(bytes.Length)];
                break;
            case "swapped lengths":
                (int a, int b) = (Place(bytes.Length - 4, ref random), Place(bytes.Length - 4, ref random));
                for (int i = 0; i < 4; i++)
                {
                    (bytes[a + i], bytes[b + i]) = (bytes[b + i], bytes[a + i]);
                }
                break;
            case "wild number":
                uint[] numbers = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffffe, 0x00ffffff, (uint)random.NextBits()];
                int at = Place(bytes.Length - 4, ref random);
                BitConverter.TryWriteBytes(bytes.AsSpan(at, 4), numbers[random.NextInt(numbers.Length)]);
                break;
            case "lost piece":
                int from = Place(bytes.Length, ref random);
                bytes = [.. bytes[..from], .. bytes[Math.Min(bytes.Length, from + 1 + random.NextInt(64))..]];
                break;
            default:
                int start = Place(bytes.Length, ref random), end = Math.Min(bytes.Length, start + 1 + random.NextInt(64));
                bytes = [.. bytes[..end], .. bytes[start..]];
                break;
        }
        return (bytes, kind);
    }
}
