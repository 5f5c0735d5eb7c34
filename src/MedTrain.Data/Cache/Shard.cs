using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace MedTrain.Data.Cache;

/// <summary>One shard file, mapped into memory for reading. The mapping outlives the file's deletion.</summary>
internal sealed unsafe class Shard : IDisposable
{
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly SafeMemoryMappedViewHandle handle;
    private readonly byte* start;

    private Shard(string path, ShardHeader header, FileStream stream)
    {
        Path = path;
        Header = header;
        file = MemoryMappedFile.CreateFromFile(stream, mapName: null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        handle = view.SafeMemoryMappedViewHandle;
        handle.AcquirePointer(ref start);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What it holds.</summary>
    public ShardHeader Header { get; }

    /// <summary>Opens a shard whose header and length are right; null for any other file.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static Shard? Open(string path, ContentKey? recipeKey)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            if (ShardHeader.Read(stream, recipeKey) is { } header)
            {
                return new Shard(path, header, stream);
            }
        }
        catch
        {
            stream.Dispose();
            throw;
        }
        stream.Dispose();
        return null;
    }

    /// <summary>Copies the voxels of one image.</summary>
    /// <param name="slot">Its number in the shard.</param>
    /// <param name="voxels">Receives the values.</param>
    public void Read(int slot, Span<float> voxels)
    {
        var entry = Header.Entries[slot];
        StoredValues.Decode(Stored(slot), Header.Type, entry.Offset, entry.Scale, voxels);
    }

    /// <summary>Copies voxels of one image that lie behind each other.</summary>
    /// <param name="slot">Its number in the shard.</param>
    /// <param name="first">Index of the first voxel.</param>
    /// <param name="run">Receives the values.</param>
    public void ReadRun(int slot, long first, Span<float> run)
    {
        var (entry, size) = (Header.Entries[slot], StoredValues.SizeOf(Header.Type));
        StoredValues.Decode(Stored(slot).Slice(checked((int)(first * size)), run.Length * size), Header.Type, entry.Offset, entry.Scale, run);
    }

    /// <summary>Whether an image is as it was written.</summary>
    /// <param name="slot">Its number in the shard.</param>
    public bool IsWhole(int slot) => Checksum.Of(Stored(slot)) == Header.Entries[slot].Checksum;

    /// <inheritdoc/>
    public void Dispose()
    {
        handle.ReleasePointer();
        view.Dispose();
        file.Dispose();
    }

    private ReadOnlySpan<byte> Stored(int slot) => new(start + Header.DataOffset + (slot * Header.SampleBytes), checked((int)Header.SampleBytes));
}
