using System.Numerics;
using System.Runtime.InteropServices;

namespace MedTrain.Data.Cache;

/// <summary>CRC-32C (Castagnoli), in hardware where there is an instruction for it.</summary>
internal static class Checksum
{
    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            crc = BitOperations.Crc32C(crc, word);
        }
        foreach (var value in bytes[(bytes.Length / sizeof(ulong) * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, value);
        }
        return ~crc;
    }
}
