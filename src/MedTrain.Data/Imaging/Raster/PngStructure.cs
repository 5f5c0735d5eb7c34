using System.Buffers.Binary;

namespace MedTrain.Data.Imaging.Raster;

/// <summary>
/// Walks the chunks of a PNG file before it is decoded: a file that is cut short or whose header is damaged is refused here, where
/// libpng would end the process.
/// </summary>
/// <remarks>Chunk layout and checksum: PNG specification, sections 5.3 and D. Decoding checks the pixels.</remarks>
internal static class PngStructure
{
    private const int SignatureBytes = 8;

    /// <summary>Longer chunks before the pixels (profiles) are left to the decoder.</summary>
    private const int MaxCheckedBytes = 4096;

    private static readonly uint[] ChecksumTable = [.. Enumerable.Range(0, 256).Select(i => ChecksumOf((uint)i))];

    /// <summary>Requires IHDR first, whole chunks, right checksums of the chunks before the pixels, and IEND.</summary>
    /// <exception cref="UnreadableImageException">The file is truncated or damaged.</exception>
    public static void Check(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[8];
        file.Seek(SignatureBytes, SeekOrigin.Begin);
        bool first = true, pixels = false;
        while (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(head);
            ReadOnlySpan<byte> type = head[4..];
            if (first != type.SequenceEqual("IHDR"u8))
            {
                throw new UnreadableImageException(path, "damaged: the PNG chunks are not in order");
            }
            if (type.SequenceEqual("IEND"u8))
            {
                return;
            }
            first = false;
            pixels |= type.SequenceEqual("IDAT"u8);
            long next = file.Position + length + sizeof(uint); // the chunk's data and its checksum
            if (next > file.Length)
            {
                break;
            }
            if (!pixels && length <= MaxCheckedBytes && !IsWhole(file, type, (int)length))
            {
                throw new UnreadableImageException(path, "damaged: the PNG header's checksum is wrong; copy or download it again");
            }
            file.Seek(next, SeekOrigin.Begin);
        }
        throw new UnreadableImageException(path, "truncated: the PNG file ends before its last chunk (IEND); copy or download it again");
    }

    private static bool IsWhole(FileStream file, ReadOnlySpan<byte> type, int length)
    {
        var content = new byte[type.Length + length + sizeof(uint)];
        type.CopyTo(content);
        file.ReadExactly(content, type.Length, length + sizeof(uint));
        uint checksum = uint.MaxValue;
        foreach (byte b in content.AsSpan(0, type.Length + length))
        {
            checksum = ChecksumTable[(byte)(checksum ^ b)] ^ (checksum >> 8);
        }
        return ~checksum == BinaryPrimitives.ReadUInt32BigEndian(content.AsSpan(type.Length + length));
    }

    private static uint ChecksumOf(uint index)
    {
        for (int bit = 0; bit < 8; bit++)
        {
            index = (index & 1) != 0 ? 0xEDB88320 ^ (index >> 1) : index >> 1;
        }
        return index;
    }
}
