using static TorchSharp.torch;

namespace MedTrain.Torch.Weights.PyTorch;

/// <summary>A kind of storage: PyTorch's name, the element type and the bytes of one element.</summary>
internal sealed record StorageType(string Name, ScalarType Type, int Bytes)
{
    /// <summary>The kinds that weights come in.</summary>
    internal static readonly IReadOnlyList<StorageType> All =
    [
        new("FloatStorage", ScalarType.Float32, 4),
        new("DoubleStorage", ScalarType.Float64, 8),
        new("HalfStorage", ScalarType.Float16, 2),
        new("BFloat16Storage", ScalarType.BFloat16, 2),
        new("LongStorage", ScalarType.Int64, 8),
        new("IntStorage", ScalarType.Int32, 4),
        new("ShortStorage", ScalarType.Int16, 2),
        new("CharStorage", ScalarType.Int8, 1),
        new("ByteStorage", ScalarType.Byte, 1),
        new("BoolStorage", ScalarType.Bool, 1),
        new("ComplexFloatStorage", ScalarType.ComplexFloat32, 8),
        new("ComplexDoubleStorage", ScalarType.ComplexFloat64, 16),
    ];
}
