namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor without dimensions.</summary>
    public static Tensor tensor(byte scalar, Device? device = null, bool requires_grad = false) =>
        Of<byte>([scalar], [], null, device, requires_grad);

    /// <summary>A copy of the array, with one dimension.</summary>
    public static Tensor tensor(byte[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<byte>(rawArray, [rawArray.Length], dtype, device, requires_grad);

    /// <summary>A copy of the array in the given sizes, row-major.</summary>
    public static Tensor tensor(
        byte[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<byte>(rawArray, dimensions, dtype, device, requires_grad);

    /// <summary>A copy of the list, with one dimension.</summary>
    public static Tensor tensor(IList<byte> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<byte>(Flat(rawArray), [rawArray.Count], dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<byte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<byte>(Flat(rawArray), dimensions, dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<byte> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<byte>(Flat(rawArray), [rows, columns], dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<byte> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Of<byte>(Flat(rawArray), [dim0, dim1, dim2], dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<byte> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Of<byte>(Flat(rawArray), [dim0, dim1, dim2, dim3], dtype, device, requires_grad);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(byte[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfArray<byte>(rawArray, dtype, device, requires_grad);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(byte[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfArray<byte>(rawArray, dtype, device, requires_grad);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(byte[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfArray<byte>(rawArray, dtype, device, requires_grad);

    /// <summary>A copy of the memory in the given sizes, row-major.</summary>
    public static Tensor tensor(
        Memory<byte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Of<byte>(rawArray.Span, dimensions, dtype, device, requires_grad);

    /// <summary>A tensor without dimensions.</summary>
    public static Tensor tensor(bool scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<bool>([scalar], [], dtype, device, requires_grad);

    /// <summary>A copy of the array, with one dimension.</summary>
    public static Tensor tensor(bool[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<bool>(rawArray, [rawArray.Length], dtype, device, requires_grad);

    /// <summary>A copy of the array in the given sizes, row-major.</summary>
    public static Tensor tensor(
        bool[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<bool>(rawArray, dimensions, dtype, device, requires_grad);

    /// <summary>A copy of the list, with one dimension.</summary>
    public static Tensor tensor(IList<bool> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<bool>(Flat(rawArray), [rawArray.Count], dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<bool> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<bool>(Flat(rawArray), dimensions, dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<bool> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<bool>(Flat(rawArray), [rows, columns], dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<bool> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Of<bool>(Flat(rawArray), [dim0, dim1, dim2], dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<bool> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Of<bool>(Flat(rawArray), [dim0, dim1, dim2, dim3], dtype, device, requires_grad);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(bool[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfArray<bool>(rawArray, dtype, device, requires_grad);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(bool[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfArray<bool>(rawArray, dtype, device, requires_grad);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(bool[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfArray<bool>(rawArray, dtype, device, requires_grad);

}
