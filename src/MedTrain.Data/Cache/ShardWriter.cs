using MedTrain.Data.Imaging;

namespace MedTrain.Data.Cache;

/// <summary>
/// Gathers preprocessed images and writes them as shards. A shard appears under its name only when it is complete and on disk, so a
/// program killed at any moment loses at most the images it has gathered since the last shard. Thread-safe.
/// </summary>
internal sealed class ShardWriter(string folder, ContentKey recipeKey, StoredAs type, long bytesPerShard)
{
    /// <summary>Ending of complete shards.</summary>
    public const string Ending = ".shard";

    private readonly List<WaitingImage> waiting = [];
    private readonly Lock gate = new();
    private long waitingBytes;

    /// <summary>Adds an image; writes a shard when enough have gathered.</summary>
    /// <exception cref="CacheException">The disk is full or the folder cannot be written.</exception>
    /// <exception cref="OverflowException">A value is beyond what the type holds.</exception>
    public void Add(ContentKey key, Volume volume)
    {
        var (bytes, offset, scale) = StoredValues.Encode(volume.Voxels, type);
        var entry = new ShardEntry(key, Checksum.Of(bytes), offset, scale, ShardPlace.Of(volume.Geometry));
        lock (gate)
        {
            waiting.Add(new WaitingImage(ShapeOf(volume.Size), entry, bytes));
            waitingBytes += bytes.LongLength;
            if (waitingBytes >= bytesPerShard)
            {
                Flush();
            }
        }
    }

    /// <summary>Writes what has gathered.</summary>
    /// <exception cref="CacheException">The disk is full or the folder cannot be written.</exception>
    public void Flush()
    {
        lock (gate)
        {
            foreach (var group in waiting.GroupBy(image => string.Join('x', image.Shape)))
            {
                Write([.. group]);
            }
            waiting.Clear();
            waitingBytes = 0;
        }
    }

    /// <summary>Shape of an image of one channel: [1, H, W], or [1, D, H, W] for more than one slice.</summary>
    public static long[] ShapeOf(GridSize size) => size.IsPlane ? [1, size.Y, size.X] : [1, size.Z, size.Y, size.X];

    private void Write(List<WaitingImage> images)
    {
        var header = new ShardHeader(images[0].Shape, recipeKey, type, images.ConvertAll(image => image.Entry));
        try
        {
            AtomicFile.Write(Path.Combine(folder, $"{Guid.NewGuid():N}{Ending}"), stream =>
            {
                stream.Write(header.ToBytes());
                foreach (var image in images)
                {
                    stream.Write(image.Bytes);
                }
            });
        }
        // A file beyond the largest size allowed is an ArgumentException to .NET.
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CacheException(
                $"cannot write {header.FileLength >> 20} MiB to the cache folder '{folder}': {error.Message} Free space there, or set data.cache to another folder; what is already cached stays usable.",
                error);
        }
    }

    private sealed record WaitingImage(long[] Shape, ShardEntry Entry, byte[] Bytes);
}
