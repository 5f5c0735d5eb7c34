using static TorchSharp.torch;

namespace MedTrain.Torch.Weights;

/// <summary>One tensor in a safetensors header: where its bytes begin and end, counted from the end of the header.</summary>
internal sealed record SafetensorsEntry(string Name, ScalarType Type, long[] Shape, long Begin, long End)
{
    /// <summary>The format's names of the element types, and the bytes of one element.</summary>
    internal static readonly IReadOnlyList<(string Name, ScalarType Type, int Bytes)> Types =
    [
        ("F64", ScalarType.Float64, 8),
        ("I64", ScalarType.Int64, 8),
        ("F32", ScalarType.Float32, 4),
        ("I32", ScalarType.Int32, 4),
        ("F16", ScalarType.Float16, 2),
        ("BF16", ScalarType.BFloat16, 2),
        ("I16", ScalarType.Int16, 2),
        ("U8", ScalarType.Byte, 1),
        ("I8", ScalarType.Int8, 1),
        ("BOOL", ScalarType.Bool, 1),
    ];

    /// <summary>The bytes of one element of a type.</summary>
    internal static int SizeOf(ScalarType type) => Types.First(entry => entry.Type == type).Bytes;

    /// <summary>The format's name of a type; null when it has none.</summary>
    internal static string? NameOf(ScalarType type) => Types.FirstOrDefault(entry => entry.Type == type).Name;
}
