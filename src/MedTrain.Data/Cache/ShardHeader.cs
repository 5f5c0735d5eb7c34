using System.Buffers.Binary;

namespace MedTrain.Data.Cache;

/// <summary>
/// The first bytes of a shard: a file of preprocessed images of one recipe and one shape, one behind the other.
/// </summary>
/// <remarks>
/// Little-endian. 0: magic · 8: version · 12: rank · 16: image count · 24: shape (4 × int64) · 56: offset of the images ·
/// 64: recipe key (32) · 96: checksum of everything before the images but itself · 100: how values are stored ·
/// 128: per image content key (32), checksum (4), offset and scale (float32) of its values, 0 (4),
/// spacing, origin and the direction's columns (15 × float64, LPS mm).
/// </remarks>
/// <param name="Shape">Shape of one image: [C, H, W] or [C, D, H, W].</param>
/// <param name="RecipeKey">The recipe.</param>
/// <param name="Type">How values are stored.</param>
/// <param name="Entries">What is known of each image.</param>
internal sealed record ShardHeader(long[] Shape, ContentKey RecipeKey, StoredAs Type, IReadOnlyList<ShardEntry> Entries)
{
    /// <summary>Version of the layout.</summary>
    public const int Version = 3;

    /// <summary>Bytes before the index.</summary>
    public const int FixedSize = 128;

    private const int EntrySize = 168;
    private const int ChecksumAt = 96;
    private const int TypeAt = 100;
    private const int PlaceAt = 48;
    private const int Alignment = 4096;

    private static ReadOnlySpan<byte> Magic => "MDTSHARD"u8;

    /// <summary>Bytes of one image.</summary>
    public long SampleBytes => SampleLength * StoredValues.SizeOf(Type);

    /// <summary>Voxels of one image.</summary>
    public long SampleLength => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Where the first image begins.</summary>
    public long DataOffset => OffsetFor(Entries.Count);

    /// <summary>Length of the whole file.</summary>
    public long FileLength => DataOffset + (Entries.Count * SampleBytes);

    /// <summary>Everything before the images.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[DataOffset];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), Shape.Length);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), Entries.Count);
        for (var axis = 0; axis < Shape.Length; axis++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24 + (8 * axis)), Shape[axis]);
        }
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(56), DataOffset);
        RecipeKey.CopyTo(bytes.AsSpan(64));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(TypeAt), (int)Type);
        for (var index = 0; index < Entries.Count; index++)
        {
            var entry = bytes.AsSpan(FixedSize + (index * EntrySize));
            Entries[index].Key.CopyTo(entry);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[32..], Entries[index].Checksum);
            BinaryPrimitives.WriteSingleLittleEndian(entry[36..], Entries[index].Offset);
            BinaryPrimitives.WriteSingleLittleEndian(entry[40..], Entries[index].Scale);
            Entries[index].Place.CopyTo(entry[PlaceAt..]);
        }
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(ChecksumAt), Checksum.Of(bytes));
        return bytes;
    }

    /// <summary>Reads and checks a header.</summary>
    /// <param name="stream">The file, at its start.</param>
    /// <param name="recipeKey">The recipe that it must be of; null for any.</param>
    /// <returns>The header, or null when the file is damaged or of another kind.</returns>
    public static ShardHeader? Read(Stream stream, ContentKey? recipeKey)
    {
        var start = new byte[FixedSize];
        if (stream.ReadAtLeast(start, FixedSize, throwOnEndOfStream: false) < FixedSize || !start.AsSpan().StartsWith(Magic))
        {
            return null;
        }
        var version = BinaryPrimitives.ReadInt32LittleEndian(start.AsSpan(8));
        var rank = BinaryPrimitives.ReadInt32LittleEndian(start.AsSpan(12));
        var count = BinaryPrimitives.ReadInt64LittleEndian(start.AsSpan(16));
        if (version != Version || rank is < 1 or > 4 || count < 1 || count > stream.Length / EntrySize || OffsetFor(count) > stream.Length)
        {
            return null;
        }
        var bytes = new byte[OffsetFor(count)];
        start.CopyTo(bytes, 0);
        stream.ReadExactly(bytes.AsSpan(FixedSize));
        var expected = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(ChecksumAt));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(ChecksumAt), 0);
        if (expected != Checksum.Of(bytes))
        {
            return null;
        }
        var shape = Enumerable.Range(0, rank).Select(axis => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(24 + (8 * axis)))).ToArray();
        var type = (StoredAs)BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(TypeAt));
        var header = new ShardHeader(shape, ContentKey.From(bytes.AsSpan(64)), type, EntriesOf(bytes, (int)count));
        return (recipeKey is null || header.RecipeKey == recipeKey) && header.FileLength == stream.Length ? header : null;
    }

    private static List<ShardEntry> EntriesOf(byte[] bytes, int count)
    {
        var entries = new List<ShardEntry>(count);
        for (var index = 0; index < count; index++)
        {
            var entry = bytes.AsSpan(FixedSize + (index * EntrySize), EntrySize);
            entries.Add(new ShardEntry(
                ContentKey.From(entry),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[32..]),
                BinaryPrimitives.ReadSingleLittleEndian(entry[36..]),
                BinaryPrimitives.ReadSingleLittleEndian(entry[40..]),
                ShardPlace.From(entry[PlaceAt..])));
        }
        return entries;
    }

    private static long OffsetFor(long count) => (FixedSize + (count * EntrySize) + Alignment - 1) / Alignment * Alignment;
}

/// <summary>What a shard's header says of one image.</summary>
/// <param name="Key">Content key of the file that it was made from.</param>
/// <param name="Checksum">Of its stored bytes.</param>
/// <param name="Offset">A value is Offset + Scale · stored number.</param>
/// <param name="Scale">See <paramref name="Offset"/>.</param>
/// <param name="Place">Where it lies in the patient.</param>
internal readonly record struct ShardEntry(ContentKey Key, uint Checksum, float Offset, float Scale, ShardPlace Place);
