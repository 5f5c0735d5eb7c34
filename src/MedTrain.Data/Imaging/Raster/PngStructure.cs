using System.Buffers.Binary;

namespace MedTrain.Data.Imaging.Raster;

/// <summary>Walks the chunks of a PNG file before it is decoded: a file cut short is refused here, where libpng would end the process.</summary>
/// <remarks>Chunk layout: PNG specification, section 5.3. Decoding checks the content.</remarks>
internal static class PngStructure
{
    private const int SignatureBytes = 8;

    /// <summary>Requires IHDR first, whole chunks, and IEND.</summary>
    /// <exception cref="UnreadableImageException">The file is truncated or damaged.</exception>
    public static void Check(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[8];
        file.Seek(SignatureBytes, SeekOrigin.Begin);
        bool first = true;
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
            long next = file.Position + length + sizeof(uint); // the chunk's data and its CRC
            if (next > file.Length)
            {
                break;
            }
            file.Seek(next, SeekOrigin.Begin);
        }
        throw new UnreadableImageException(path, "truncated: the PNG file ends before its last chunk (IEND); copy or download it again");
    }
}
