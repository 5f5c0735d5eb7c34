using System.Runtime.InteropServices;

namespace MedTrain.Data.Cache;

/// <summary>Turns the values of one image into stored bytes and back.</summary>
internal static class StoredValues
{
    /// <summary>Bytes of one value.</summary>
    public static int SizeOf(StoredAs type) => type switch
    {
        StoredAs.Uint8 => 1,
        StoredAs.Float16 => 2,
        _ => sizeof(float),
    };

    /// <summary>The stored bytes; a value is offset + scale · stored number.</summary>
    /// <exception cref="OverflowException">A value is beyond what a float16 holds.</exception>
    public static (byte[] Bytes, float Offset, float Scale) Encode(float[] values, StoredAs type)
    {
        switch (type)
        {
            case StoredAs.Uint8:
                var (least, greatest) = (values.Min(), values.Max());
                var scale = (greatest - least) / byte.MaxValue;
                return (Array.ConvertAll(values, value => scale > 0 ? (byte)MathF.Round((value - least) / scale) : (byte)0), least, scale);
            case StoredAs.Float16:
                var halves = Array.ConvertAll(values, value => (Half)value);
                return Array.TrueForAll(halves, Half.IsFinite) ? (MemoryMarshal.AsBytes(halves.AsSpan()).ToArray(), 0, 1)
                    : throw new OverflowException("values beyond 65504 do not fit into float16: normalise them, or set data.cache_as: float32");
            default:
                return (MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), 0, 1);
        }
    }

    /// <summary>The values of stored bytes.</summary>
    public static void Decode(ReadOnlySpan<byte> bytes, StoredAs type, float offset, float scale, Span<float> values)
    {
        switch (type)
        {
            case StoredAs.Uint8:
                for (var index = 0; index < bytes.Length; index++)
                {
                    values[index] = offset + (scale * bytes[index]);
                }
                break;
            case StoredAs.Float16:
                var halves = MemoryMarshal.Cast<byte, Half>(bytes);
                for (var index = 0; index < halves.Length; index++)
                {
                    values[index] = (float)halves[index];
                }
                break;
            default:
                StreamedCopy.Copy(MemoryMarshal.Cast<byte, float>(bytes), values);
                break;
        }
    }
}
