using static TorchSharp.torch;

namespace MedTrain.Torch.Weights.PyTorch;

/// <summary>
/// What <c>torch.save</c> wrote before PyTorch 1.6 (and still does with <c>_use_new_zipfile_serialization=False</c>): pickles of a magic
/// number, a version, the machine, the objects and the storages' keys, then the storages. Source: PyTorch's
/// <c>torch/serialization.py</c>.
/// </summary>
internal static class LegacyCheckpoint
{
    private const string Name = "PyTorch before 1.6";
    private const int BufferBytes = 1 << 20;

    // The pickle of 0x1950a86a20f9469cfc6c without its protocol number and its end.
    private static readonly byte[] Magic = [0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

    /// <summary>Whether the head of a file is a pickle: of this format, or of any other program.</summary>
    internal static bool Recognises(byte[] head) => head is [0x80, >= 2 and <= 5, ..];

    /// <exception cref="InvalidDataException">The file is damaged or holds other things than weights.</exception>
    internal static WeightsFile Read(string path, string? part)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        CheckMagic(stream);
        Plain(stream); // version
        CheckMachine(Plain(stream));
        var storages = new StorageSet();
        var (tensors, facts) = CheckpointTree.Weights(new PickleReader(stream, storages.Resolve).Read(), part);
        var places = FindStorages(stream, storages, Plain(stream));
        return new WeightsFile(Name, StorageSet.Build(tensors, storage => ReadStorage(stream, storage, places)), facts);
    }

    private static object? Plain(FileStream stream) =>
        new PickleReader(stream, _ => throw new InvalidDataException("a reference to a storage where none can be")).Read();

    private static void CheckMagic(FileStream stream)
    {
        var head = new byte[2 + Magic.Length + 1];
        stream.ReadExactly(head);
        if (!head.AsSpan(2, Magic.Length).SequenceEqual(Magic))
        {
            throw new InvalidDataException("this is a Python pickle, but PyTorch did not write it");
        }
    }

    private static void CheckMachine(object? machine)
    {
        if (machine is PickleDictionary facts && facts.TryGetValue("little_endian", out var little) && little is false)
        {
            throw new InvalidDataException("the numbers are not little-endian. Load and save the file in Python on an ordinary machine.");
        }
    }

    /// <summary>Where each storage's elements begin. Every byte after the pickles belongs to one of them.</summary>
    private static Dictionary<string, long> FindStorages(FileStream stream, StorageSet storages, object? keys)
    {
        var places = new Dictionary<string, long>();
        var count = new byte[sizeof(long)];
        foreach (var key in keys as List<object?> ?? throw new InvalidDataException("the list of the storages is damaged"))
        {
            if (!storages.All.TryGetValue(key as string ?? $"{key}", out var storage))
            {
                throw new InvalidDataException($"the storage '{key}' is used by no tensor: the file is damaged");
            }

            stream.ReadExactly(count);
            var (elements, bytes) = (BitConverter.ToInt64(count), StorageSet.Bytes(storage));
            if (elements != storage.Count || bytes > stream.Length - stream.Position)
            {
                throw new InvalidDataException(elements != storage.Count
                    ? $"the storage '{storage.Key}' has {elements} elements, {storage.Count} were announced"
                    : $"the file ends within the storage '{storage.Key}' ({bytes} bytes needed, {stream.Length - stream.Position} "
                        + $"there): it is truncated");
            }

            places[storage.Key] = stream.Position;
            stream.Seek(bytes, SeekOrigin.Current);
        }

        return stream.Position == stream.Length ? places
            : throw new InvalidDataException($"{stream.Length - stream.Position} bytes at the end belong to no storage");
    }

    private static Tensor ReadStorage(FileStream stream, PickleStorage storage, Dictionary<string, long> places)
    {
        stream.Position = places.TryGetValue(storage.Key, out var place) ? place
            : throw new InvalidDataException($"the file lacks the storage '{storage.Key}': it is not whole");
        var tensor = empty([storage.Count], storage.Type.Type, CPU);
        tensor.ReadBytesFromStream(stream, (int)Math.Min(BufferBytes, StorageSet.Bytes(storage)));
        return tensor;
    }
}
