namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor without dimensions.</summary>
    public static Tensor tensor(short scalar, Device? device = null, bool requires_grad = false) =>
        Of<short>([scalar], [], null, device, requires_grad);

    /// <summary>A copy of the array, with one dimension.</summary>
    public static Tensor tensor(short[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<short>(rawArray, [rawArray.Length], dtype, device, requires_grad);

    /// <summary>A copy of the array in the given sizes, row-major.</summary>
    public static Tensor tensor(
        short[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<short>(rawArray, dimensions, dtype, device, requires_grad);

    /// <summary>A copy of the list, with one dimension.</summary>
    public static Tensor tensor(IList<short> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<short>(Flat(rawArray), [rawArray.Count], dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<short> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Of<short>(Flat(rawArray), dimensions, dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<short> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<short>(Flat(rawArray), [rows, columns], dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<short> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Of<short>(Flat(rawArray), [dim0, dim1, dim2], dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<short> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Of<short>(Flat(rawArray), [dim0, dim1, dim2, dim3], dtype, device, requires_grad);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(short[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfArray<short>(rawArray, dtype, device, requires_grad);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(short[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfArray<short>(rawArray, dtype, device, requires_grad);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(short[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfArray<short>(rawArray, dtype, device, requires_grad);

    /// <summary>A copy of the memory in the given sizes, row-major.</summary>
    public static Tensor tensor(
        Memory<short> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Of<short>(rawArray.Span, dimensions, dtype, device, requires_grad);

    /// <summary>A tensor without dimensions.</summary>
    public static Tensor tensor(sbyte scalar, Device? device = null, bool requires_grad = false) =>
        Of<sbyte>([scalar], [], null, device, requires_grad);

    /// <summary>A copy of the array, with one dimension.</summary>
    public static Tensor tensor(sbyte[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<sbyte>(rawArray, [rawArray.Length], dtype, device, requires_grad);

    /// <summary>A copy of the array in the given sizes, row-major.</summary>
    public static Tensor tensor(
        sbyte[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<sbyte>(rawArray, dimensions, dtype, device, requires_grad);

    /// <summary>A copy of the list, with one dimension.</summary>
    public static Tensor tensor(IList<sbyte> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<sbyte>(Flat(rawArray), [rawArray.Count], dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<sbyte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Of<sbyte>(Flat(rawArray), dimensions, dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<sbyte> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<sbyte>(Flat(rawArray), [rows, columns], dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<sbyte> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Of<sbyte>(Flat(rawArray), [dim0, dim1, dim2], dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<sbyte> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Of<sbyte>(Flat(rawArray), [dim0, dim1, dim2, dim3], dtype, device, requires_grad);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(sbyte[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfArray<sbyte>(rawArray, dtype, device, requires_grad);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(sbyte[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfArray<sbyte>(rawArray, dtype, device, requires_grad);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(sbyte[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfArray<sbyte>(rawArray, dtype, device, requires_grad);

    /// <summary>A copy of the memory in the given sizes, row-major.</summary>
    public static Tensor tensor(
        Memory<sbyte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Of<sbyte>(rawArray.Span, dimensions, dtype, device, requires_grad);
}
