using System.IO.Compression;
using static TorchSharp.torch;

namespace MedTrain.Torch.Weights.PyTorch;

/// <summary>
/// What <c>torch.save</c> has written since PyTorch 1.6: a zip archive, not compressed, with a pickle of the objects and one entry for each
/// storage. Source: PyTorch's <c>torch/serialization.py</c>.
/// </summary>
internal static class ZippedCheckpoint
{
    private const string Name = "PyTorch";
    private const string Objects = "data.pkl";
    private const int BufferBytes = 1 << 20;

    /// <summary>Whether the head of a file is that of a zip archive.</summary>
    internal static bool Recognises(byte[] head) => head.AsSpan().StartsWith("PK\x03\x04"u8);

    /// <exception cref="InvalidDataException">The file is damaged or holds other things than weights.</exception>
    internal static WeightsFile Read(string path, string? part)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        using var archive = Open(stream);
        var objects = archive.Entries.FirstOrDefault(entry => entry.FullName.EndsWith("/" + Objects, StringComparison.Ordinal))
            ?? throw new InvalidDataException($"the archive has no {Objects}: PyTorch did not write it");
        var folder = objects.FullName[..^Objects.Length];
        CheckByteOrder(archive.GetEntry(folder + "byteorder"));

        var storages = new StorageSet();
        using var pickle = new MemoryStream(ReadWhole(objects));
        var (tensors, facts) = CheckpointTree.Weights(new PickleReader(pickle, storages.Resolve).Read(), part);
        return new WeightsFile(Name, StorageSet.Build(tensors, storage => ReadStorage(archive, folder, storage)), facts);
    }

    private static ZipArchive Open(FileStream stream)
    {
        var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        if (archive.Entries.Any(entry => entry.FullName.EndsWith("/constants.pkl", StringComparison.Ordinal)))
        {
            throw new InvalidDataException(
                "this is a TorchScript program, not a file of weights. In Python: torch.save(torch.jit.load(file).state_dict(), "
                    + "'weights.pth').");
        }

        long total = 0;
        foreach (var entry in archive.Entries)
        {
            if (entry.Length != entry.CompressedLength || entry.Length < 0 || entry.Length > stream.Length)
            {
                throw new InvalidDataException(
                    $"the archive's entry '{entry.FullName}' is compressed or damaged; PyTorch stores entries as they are");
            }

            total += entry.Length;
        }

        return total <= stream.Length ? archive : throw new InvalidDataException("the archive's entries overlap: it is damaged");
    }

    private static void CheckByteOrder(ZipArchiveEntry? entry)
    {
        if (entry is not null && !ReadWhole(entry).AsSpan().SequenceEqual("little"u8))
        {
            throw new InvalidDataException("the numbers are not little-endian. Load and save the file in Python on an ordinary machine.");
        }
    }

    private static Tensor ReadStorage(ZipArchive archive, string folder, PickleStorage storage)
    {
        var entry = archive.GetEntry($"{folder}data/{storage.Key}")
            ?? throw new InvalidDataException($"the archive lacks the storage '{storage.Key}': the file is not whole");
        if (entry.Length != StorageSet.Bytes(storage))
        {
            throw new InvalidDataException(
                $"the storage '{storage.Key}' has {entry.Length} bytes, {storage.Count} elements of {storage.Type.Type} need "
                    + $"{StorageSet.Bytes(storage)}");
        }

        var tensor = empty([storage.Count], storage.Type.Type, CPU);
        using var bytes = entry.Open();
        tensor.ReadBytesFromStream(bytes, (int)Math.Min(BufferBytes, entry.Length));
        return tensor;
    }

    private static byte[] ReadWhole(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var bytes = new byte[entry.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
