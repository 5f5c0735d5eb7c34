using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>What a value is; the same numbers stand in <c>src/native/torch_door.h</c>.</summary>
internal enum ValueTag
{
    None = 0,
    Tensor = 1,
    Int = 2,
    Double = 3,
    Bool = 4,
    IntList = 5,
    TensorList = 6,
    TensorOrNoneList = 7,
    DoubleList = 8,
    Device = 9,
    String = 10,
    Generator = 11,
    BoolList = 12,
}

/// <summary>A tagged value as it crosses the C boundary: 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    internal ValueTag Tag;
    internal int Count;
    internal long Bits;

    internal readonly double Real => BitConverter.Int64BitsToDouble(Bits);
}
