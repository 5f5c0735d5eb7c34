namespace MedTrain.Torch.Weights.PyTorch;

/// <summary>A mapping of a pickle: <c>dict</c> or <c>OrderedDict</c>, in the order of its entries.</summary>
internal sealed class PickleDictionary : Dictionary<object, object?>;

/// <summary>An array, number or element type of NumPy that stands beside the weights; its content is not looked at.</summary>
internal sealed class PickleArray;

/// <summary>A name that a pickle may refer to, and what a call of it builds; null where it is only named.</summary>
/// <param name="Name">Module and name, e.g. <c>torch.FloatStorage</c>.</param>
/// <param name="Call">What a call with these arguments builds.</param>
internal sealed record PickleGlobal(string Name, Func<IReadOnlyList<object?>, object?>? Call = null);

/// <summary>Where a checkpoint keeps the elements of tensors: one run of elements under a key.</summary>
/// <param name="Type">The storage's type.</param>
/// <param name="Key">Its name in the file.</param>
/// <param name="Count">Number of elements.</param>
internal sealed record PickleStorage(StorageType Type, string Key, long Count);

/// <summary>A part of a storage that is not kept whole: of old files only.</summary>
/// <param name="Whole">The storage.</param>
/// <param name="Offset">First element of the part.</param>
/// <param name="Count">Number of elements of the part.</param>
internal sealed record PickleStorageView(PickleStorage Whole, long Offset, long Count);

/// <summary>A tensor of a checkpoint: its place in a storage.</summary>
/// <param name="Storage">The storage.</param>
/// <param name="Offset">Its first element there.</param>
/// <param name="Sizes">Its shape.</param>
/// <param name="Strides">Elements between neighbours along each axis.</param>
internal sealed record PickleTensor(PickleStorage Storage, long Offset, long[] Sizes, long[] Strides);
