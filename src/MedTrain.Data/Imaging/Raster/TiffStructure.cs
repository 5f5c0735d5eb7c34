using System.Buffers.Binary;

namespace MedTrain.Data.Imaging.Raster;

/// <summary>
/// Walks the directories of a TIFF file before it is decoded: where the file is cut short, libtiff stops at the last page it finds
/// and the missing pages would go unnoticed.
/// </summary>
/// <remarks>Directory layout: TIFF 6.0, section 2; BigTIFF has 8-byte offsets and counts.</remarks>
internal static class TiffStructure
{
    private const int MaxPages = 100_000;

    /// <summary>Requires every directory to lie in the file.</summary>
    /// <exception cref="UnreadableImageException">The file is truncated or damaged.</exception>
    public static void Check(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[16];
        int read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        bool bigEndian = head[0] == (byte)'M';
        bool big = head[bigEndian ? 3 : 2] == 43;
        long directory = read == head.Length ? Number(big ? head[8..] : head[4..8], big ? 8 : 4, bigEndian) : long.MaxValue;
        for (int page = 0; directory != 0; page++)
        {
            if (page == MaxPages)
            {
                throw new UnreadableImageException(path, "damaged: its TIFF directories follow each other in a circle");
            }
            directory = Next(file, directory, big, bigEndian) ?? throw new UnreadableImageException(
                path, $"truncated: the TIFF file ends before page {page + 1} is described; copy or download it again");
        }
    }

    /// <summary>Where the next directory starts; 0 = there is none; null = the file ends early.</summary>
    private static long? Next(FileStream file, long directory, bool big, bool bigEndian)
    {
        (int countBytes, int entryBytes, int offsetBytes) = big ? (8, 20, 8) : (2, 12, 4);
        Span<byte> number = stackalloc byte[8];
        if (directory < 0 || directory > file.Length - countBytes)
        {
            return null;
        }
        file.Seek(directory, SeekOrigin.Begin);
        file.ReadExactly(number[..countBytes]);
        long entries = Number(number, countBytes, bigEndian);
        long end = directory + countBytes + (entries * entryBytes);
        if (entries is < 0 or > ushort.MaxValue || end > file.Length - offsetBytes)
        {
            return null;
        }
        file.Seek(end, SeekOrigin.Begin);
        file.ReadExactly(number[..offsetBytes]);
        return Number(number, offsetBytes, bigEndian);
    }

    private static long Number(ReadOnlySpan<byte> bytes, int size, bool bigEndian) => (size, bigEndian) switch
    {
        (2, false) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        (2, true) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        (4, true) => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        (_, false) => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        _ => BinaryPrimitives.ReadInt64BigEndian(bytes),
    };
}
