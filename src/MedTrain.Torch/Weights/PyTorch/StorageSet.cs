using static TorchSharp.torch;

namespace MedTrain.Torch.Weights.PyTorch;

/// <summary>The storages of a checkpoint as they are referred to, and the tensors over them.</summary>
internal sealed class StorageSet
{
    private readonly Dictionary<string, PickleStorage> storages = [];

    /// <summary>The storages by key.</summary>
    internal IReadOnlyDictionary<string, PickleStorage> All => storages;

    /// <summary>What a pickle's persistent reference stands for: <c>('storage', type, key, location, count[, part])</c>.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    internal object Resolve(object? reference)
    {
        var parts = reference as object?[] ?? [];
        if (parts is ["module", ..])
        {
            throw new InvalidDataException(
                "the file holds a whole Python model, not only its weights. In Python load it and save the weights alone: "
                    + "torch.save(model.state_dict(), 'weights.pth').");
        }

        if (parts is not ["storage", PickleGlobal global, var name, _, long count, ..] || parts.Length > 6
            || StorageType.All.FirstOrDefault(row => global.Name.EndsWith("." + row.Name, StringComparison.Ordinal)) is not { } type
            || count < 0)
        {
            throw new InvalidDataException("the description of a storage is damaged, or of an element type that is not supported");
        }

        var key = name as string ?? (name is long number ? $"{number}" : throw new InvalidDataException("a storage has no key"));
        var storage = new PickleStorage(type, key, count);
        if (!storages.TryAdd(key, storage) && storages[key] != storage)
        {
            throw new InvalidDataException($"the storage '{key}' is described twice, in different ways");
        }

        return parts.Length == 6 && parts[5] is object?[] view ? View(storage, view) : storage;
    }

    /// <summary>The bytes of a storage.</summary>
    /// <exception cref="InvalidDataException">More than any file has.</exception>
    internal static long Bytes(PickleStorage storage) => TensorExtent.Bytes($"storage {storage.Key}", [storage.Count], storage.Type.Bytes);

    /// <summary>The tensors over their storages; tensors of one storage share its memory.</summary>
    /// <param name="tensors">The tensors by name.</param>
    /// <param name="read">Reads a storage as a tensor <c>[Count]</c>.</param>
    internal static Dictionary<string, Tensor> Build(IReadOnlyDictionary<string, PickleTensor> tensors, Func<PickleStorage, Tensor> read)
    {
        var memory = new Dictionary<string, Tensor>();
        var result = new Dictionary<string, Tensor>();
        foreach (var (name, tensor) in tensors)
        {
            CheckExtent(name, tensor);
            var key = tensor.Storage.Key;
            if (!memory.TryGetValue(key, out var storage))
            {
                memory[key] = storage = read(tensor.Storage);
            }

            result[name] = storage.as_strided(tensor.Sizes, tensor.Strides, tensor.Offset);
        }

        return result;
    }

    private static PickleStorageView View(PickleStorage storage, object?[] view) =>
        view is [_, long offset, long count] && offset >= 0 && count >= 0 && offset <= storage.Count && count <= storage.Count - offset
            ? new PickleStorageView(storage, offset, count)
            : throw new InvalidDataException($"a part of the storage '{storage.Key}' is damaged");

    // Every element lies within the storage, and no more are there than the storage has: a repeated one would fill the memory when copied.
    private static void CheckExtent(string name, PickleTensor tensor)
    {
        const int MostDimensions = 64;
        var count = TensorExtent.Bytes(name, tensor.Sizes, 1);
        if (tensor.Sizes.Length != tensor.Strides.Length || tensor.Sizes.Length > MostDimensions || tensor.Offset < 0
            || tensor.Strides.Any(stride => stride < 0))
        {
            throw new InvalidDataException($"the shape of '{name}' is damaged");
        }

        var last = (Int128)tensor.Offset;
        foreach (var (size, stride) in tensor.Sizes.Zip(tensor.Strides))
        {
            last += (Int128)Math.Max(size - 1, 0) * stride;
        }

        if (count > tensor.Storage.Count || (count > 0 && last >= tensor.Storage.Count) || tensor.Offset > tensor.Storage.Count)
        {
            throw new InvalidDataException(
                $"'{name}' [{string.Join(", ", tensor.Sizes)}] reaches beyond its storage of {tensor.Storage.Count} elements");
        }
    }
}
