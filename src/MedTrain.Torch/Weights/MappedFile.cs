using System.IO.MemoryMappedFiles;
using static TorchSharp.torch;

namespace MedTrain.Torch.Weights;

/// <summary>A file seen as memory. Tensors get copies: the file may be replaced or cut while they live.</summary>
internal sealed class MappedFile : IDisposable
{
    private const int ChunkBytes = 1 << 22;
    private readonly MemoryMappedFile? map;

    /// <summary>Maps the file for reading.</summary>
    internal MappedFile(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        Length = stream.Length;
        map = Length == 0 ? null : MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
    }

    /// <summary>Bytes in the file.</summary>
    internal long Length { get; }

    /// <summary>Ends the mapping.</summary>
    public void Dispose() => map?.Dispose();

    /// <summary>A part of the file as a stream.</summary>
    internal Stream Open(long offset, long bytes) =>
        bytes == 0 || map is null ? new MemoryStream([]) : map.CreateViewStream(offset, bytes, MemoryMappedFileAccess.Read);

    /// <summary>Fills contiguous tensors from their places in the file, several at a time.</summary>
    internal void Fill(IReadOnlyList<(Tensor Tensor, long Offset, long Bytes)> parts) =>
        Parallel.ForEach(parts.Where(part => part.Bytes > 0).OrderByDescending(part => part.Bytes), part =>
    {
        using var from = Open(part.Offset, part.Bytes);
        part.Tensor.ReadBytesFromStream(from, (int)Math.Min(ChunkBytes, part.Bytes));
    });
}
