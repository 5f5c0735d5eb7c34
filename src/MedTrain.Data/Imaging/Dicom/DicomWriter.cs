using System.Runtime.InteropServices;

namespace MedTrain.Data.Imaging.Dicom;

/// <summary>
/// Writes pictures as DICOM files through DCMTK. Native: a program writes through <see cref="Workers.DecodeWorkers.WriteDicom"/>.
/// </summary>
public static unsafe class DicomWriter
{
    private const int ErrorSize = 512;

    /// <summary>Writes one file under a temporary name and renames it.</summary>
    /// <exception cref="ArgumentException">The stored values do not fit the picture's size, bits or sign.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, DicomPicture picture)
    {
        byte[] pixels = Pack(picture);
        string attributes = DicomAttributes.Of(picture);
        AtomicFile.Replace(path, temporary =>
        {
            byte* error = stackalloc byte[ErrorSize];
            fixed (byte* bytes = pixels)
            {
                int bits = picture.BitsStored > 8 ? 16 : 8;
                string syntax = TransferSyntax(picture.Compression);
                if (DicomNative.Write(temporary, attributes, bytes, pixels.Length, bits, syntax, error, ErrorSize) != 0)
                {
                    throw new IOException($"{path}: {Marshal.PtrToStringUTF8((nint)error)}");
                }
            }
        });
    }

    /// <summary>Throws unless the stored values fit the picture's size, bits and sign.</summary>
    internal static void Check(DicomPicture picture)
    {
        if (picture.BitsStored is < 1 or > 16 || picture.Rows is < 1 or > 65535 || picture.Columns is < 1 or > 65535)
        {
            throw new ArgumentException(
                $"A DICOM picture has 1 to 65535 rows and columns and 1 to 16 bits, "
                + $"not {picture.Columns}x{picture.Rows} of {picture.BitsStored}.", nameof(picture));
        }
        if (picture.Stored.Length != picture.Rows * picture.Columns)
        {
            throw new ArgumentException(
                $"{picture.Stored.Length} stored values do not fill {picture.Columns}x{picture.Rows} pixels.", nameof(picture));
        }
        int lowest = picture.Signed ? -(1 << (picture.BitsStored - 1)) : 0;
        int highest = lowest + (1 << picture.BitsStored) - 1;
        int misfit = Array.FindIndex(picture.Stored, v => v < lowest || v > highest);
        if (misfit >= 0)
        {
            throw new ArgumentException($"Stored value {picture.Stored[misfit]} does not fit {lowest}..{highest}.", nameof(picture));
        }
    }

    private static byte[] Pack(DicomPicture picture)
    {
        Check(picture);
        return picture.BitsStored > 8
            ? MemoryMarshal.AsBytes(Array.ConvertAll(picture.Stored, v => (short)v).AsSpan()).ToArray()
            : Array.ConvertAll(picture.Stored, v => (byte)v);
    }

    private static string TransferSyntax(DicomCompression compression) => compression switch
    {
        DicomCompression.ImplicitLittleEndian => "1.2.840.10008.1.2",
        DicomCompression.BigEndian => "1.2.840.10008.1.2.2",
        DicomCompression.Deflated => "1.2.840.10008.1.2.1.99",
        DicomCompression.Rle => "1.2.840.10008.1.2.5",
        DicomCompression.JpegLossless => "1.2.840.10008.1.2.4.70",
        _ => "1.2.840.10008.1.2.1",
    };
}
