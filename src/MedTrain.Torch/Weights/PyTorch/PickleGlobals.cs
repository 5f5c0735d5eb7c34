namespace MedTrain.Torch.Weights.PyTorch;

/// <summary>
/// The only names that a checkpoint may refer to. They build tensors and plain containers; nothing is looked up or executed. A pickle that
/// names anything else is refused.
/// </summary>
internal sealed class PickleGlobals
{
    private const string Remedy =
        "Only tensors and plain containers are read, because a pickle can run any program. "
        + "In Python load the file from a source that you trust and save the weights alone: torch.save(model.state_dict(), 'weights.pth').";

    // Element types, layouts and the like only stand among the arguments of other calls or beside the weights.
    private static readonly string[] ElementTypes =
    [
        "float32", "float64", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool", "complex64", "complex128",
    ];

    private readonly Dictionary<string, PickleGlobal> allowed;
    private readonly Action<long> spend;

    /// <summary>The table.</summary>
    /// <param name="spend">Called with the number of values that a call copies, to bound the work a pickle can ask for.</param>
    internal PickleGlobals(Action<long> spend)
    {
        this.spend = spend;
        var rows = new List<PickleGlobal>
        {
            new("collections.OrderedDict", Dictionary),
            new("torch._utils._rebuild_tensor", Tensor),
            new("torch._utils._rebuild_tensor_v2", Tensor),
            new("torch._utils._rebuild_parameter", First),
            new("torch._utils._rebuild_parameter_with_state", First),
            new("torch.Size", First),
            new("torch.device", _ => null),
            new("torch.serialization._get_layout", _ => null),
            new("_codecs.encode", First), // how Python 3 writes bytes in protocol 2: latin-1 text
            new("numpy.ndarray"),
            new("numpy.dtype", _ => new PickleArray()),
            new("numpy.core.multiarray._reconstruct", _ => new PickleArray()),
            new("numpy.core.multiarray.scalar", _ => new PickleArray()),
            new("numpy._core.multiarray._reconstruct", _ => new PickleArray()), // NumPy 2
            new("numpy._core.multiarray.scalar", _ => new PickleArray()),
            new("__builtin__.set", First),
            new("builtins.set", First),
        };
        rows.AddRange(ElementTypes.Select(name => new PickleGlobal($"torch.{name}")));
        rows.AddRange(StorageType.All.Select(type => new PickleGlobal($"torch.{type.Name}")));
        rows.AddRange(StorageType.All.Select(type => new PickleGlobal($"torch.cuda.{type.Name}")));
        allowed = rows.ToDictionary(row => row.Name);
    }

    /// <summary>The global of that name.</summary>
    /// <exception cref="InvalidDataException">It is none of those allowed; the message names it.</exception>
    internal PickleGlobal Find(string module, string name) =>
        allowed.GetValueOrDefault($"{module}.{name}") ?? throw new InvalidDataException(Refusal(Printable(module), Printable(name)));

    private static string Refusal(string module, string name) => module switch
    {
        _ when module.StartsWith("torch.nn", StringComparison.Ordinal)
            || module.StartsWith("torchvision.models", StringComparison.Ordinal) =>
            $"the file holds a whole Python model (it refers to {module}.{name}), not only its weights. {Remedy}",
        _ => $"the file refers to {module}.{name}, which is refused. {Remedy}",
    };

    private static string Printable(string text) =>
        new([.. text.Take(100).Select(letter => char.IsControl(letter) ? '?' : letter)]);

    private static object? First(IReadOnlyList<object?> arguments) => arguments.Count > 0 ? arguments[0] : null;

    private PickleTensor Tensor(IReadOnlyList<object?> arguments)
    {
        if (arguments.Count < 4 || arguments[1] is not long offset || arguments[2] is not object?[] sizes
            || arguments[3] is not object?[] strides)
        {
            throw new InvalidDataException("the description of a tensor is damaged");
        }

        spend(sizes.Length + strides.Length);
        return arguments[0] switch
        {
            PickleStorage storage => new PickleTensor(storage, offset, Numbers(sizes), Numbers(strides)),
            PickleStorageView view => OfView(view, offset, Numbers(sizes), Numbers(strides)),
            _ => throw new InvalidDataException("a tensor without storage"),
        };
    }

    private static PickleTensor OfView(PickleStorageView view, long offset, long[] sizes, long[] strides) =>
        offset >= 0 && offset <= view.Count && view.Offset >= 0 && view.Offset <= view.Whole.Count - view.Count
            ? new PickleTensor(view.Whole, view.Offset + offset, sizes, strides)
            : throw new InvalidDataException($"a part of the storage '{view.Whole.Key}' reaches beyond it");

    private static long[] Numbers(object?[] values) =>
        [.. values
            .Select(value => value is long number ? number : throw new InvalidDataException("a shape holds something that is no number"))];

    private PickleDictionary Dictionary(IReadOnlyList<object?> arguments)
    {
        var result = new PickleDictionary();
        if (arguments.Count == 0)
        {
            return result;
        }

        var pairs = arguments[0] as List<object?> ?? throw new InvalidDataException("an OrderedDict is made of something that is no list");
        spend(pairs.Count);
        foreach (var pair in pairs)
        {
            var (key, value) = pair switch
            {
                object?[] { Length: 2 } tuple => (tuple[0], tuple[1]),
                List<object?> { Count: 2 } list => (list[0], list[1]),
                _ => throw new InvalidDataException("an OrderedDict holds something that is no pair"),
            };
            result[key ?? throw new InvalidDataException("a dictionary has the key None")] = value;
        }

        return result;
    }
}
