using System.Runtime.InteropServices;

namespace MedTrain.Data.Imaging.Raster;

/// <summary>
/// Writes grey PNG files of 8 or 16 bits through ITK. Native: a program writes through <see cref="Workers.DecodeWorkers.WritePng"/>.
/// </summary>
public static unsafe class PngWriter
{
    private const int ErrorSize = 512;

    /// <summary>Writes one file under a temporary name and renames it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="values">Row by row; 0 to 255 or 0 to 65535.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="bits">8 or 16.</param>
    /// <exception cref="ArgumentException">The values do not fit the size or the bits.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ushort[] values, int width, int height, int bits)
    {
        Check(values, width, height, bits);
        byte[] samples = bits == 16 ? MemoryMarshal.AsBytes(values.AsSpan()).ToArray() : Array.ConvertAll(values, v => (byte)v);
        AtomicFile.Replace(path, temporary =>
        {
            byte* error = stackalloc byte[ErrorSize];
            fixed (byte* bytes = samples)
            {
                if (ItkNative.WritePng(temporary, bytes, width, height, bits, error, ErrorSize) != 0)
                {
                    throw new IOException($"{path}: {Marshal.PtrToStringUTF8((nint)error)}");
                }
            }
        });
    }

    /// <summary>Throws unless the values fit the size and the bits.</summary>
    internal static void Check(ushort[] values, int width, int height, int bits)
    {
        if (bits is not (8 or 16) || width < 1 || height < 1 || values.LongLength != (long)width * height)
        {
            throw new ArgumentException(
                $"{values.Length} values do not make a {width}x{height} PNG picture of {bits} bits (8 or 16).", nameof(values));
        }
        if (bits == 8 && Array.Exists(values, v => v > byte.MaxValue))
        {
            throw new ArgumentException("A value above 255 does not fit an 8-bit PNG picture.", nameof(values));
        }
    }
}
