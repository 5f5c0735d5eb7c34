using System.Runtime.InteropServices;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Cache;

/// <summary>
/// Gathers preprocessed images and writes them as shards. A shard appears under its name only when it is complete and on disk, so a
/// program killed at any moment loses at most the images it has gathered since the last shard. Thread-safe.
/// </summary>
internal sealed class ShardWriter(string folder, ContentKey recipeKey, long bytesPerShard)
{
    /// <summary>Ending of complete shards.</summary>
    public const string Ending = ".shard";

    private readonly List<(ContentKey Key, long[] Shape, float[] Voxels)> waiting = [];
    private readonly Lock gate = new();
    private long waitingBytes;

    /// <summary>Adds an image; writes a shard when enough have gathered.</summary>
    /// <exception cref="CacheException">The disk is full or the folder cannot be written.</exception>
    public void Add(ContentKey key, Volume volume)
    {
        lock (gate)
        {
            waiting.Add((key, ShapeOf(volume.Size), volume.Voxels));
            waitingBytes += volume.Voxels.LongLength * sizeof(float);
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
            foreach (var group in waiting.GroupBy(sample => string.Join('x', sample.Shape)))
            {
                Write([.. group]);
            }
            waiting.Clear();
            waitingBytes = 0;
        }
    }

    /// <summary>Shape of an image of one channel: [1, H, W], or [1, D, H, W] for more than one slice.</summary>
    public static long[] ShapeOf(GridSize size) => size.IsPlane ? [1, size.Y, size.X] : [1, size.Z, size.Y, size.X];

    private void Write(List<(ContentKey Key, long[] Shape, float[] Voxels)> samples)
    {
        var entries = samples.ConvertAll(sample => (sample.Key, Checksum.Of(MemoryMarshal.AsBytes(sample.Voxels.AsSpan()))));
        var header = new ShardHeader(samples[0].Shape, recipeKey, entries);
        try
        {
            AtomicFile.Write(Path.Combine(folder, $"{Guid.NewGuid():N}{Ending}"), stream =>
            {
                stream.Write(header.ToBytes());
                foreach (var sample in samples)
                {
                    stream.Write(MemoryMarshal.AsBytes(sample.Voxels.AsSpan()));
                }
            });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CacheException(
                $"cannot write {header.FileLength >> 20} MiB to the cache folder '{folder}': {error.Message} Free space there, or set data.cache to another folder; what is already cached stays usable.",
                error);
        }
    }
}
