namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor without dimensions.</summary>
    public static Tensor tensor(int scalar, Device? device = null, bool requires_grad = false) =>
        Of<int>([scalar], [], null, device, requires_grad);

    /// <summary>A copy of the array, with one dimension.</summary>
    public static Tensor tensor(int[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<int>(rawArray, [rawArray.Length], dtype, device, requires_grad);

    /// <summary>A copy of the array in the given sizes, row-major.</summary>
    public static Tensor tensor(
        int[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<int>(rawArray, dimensions, dtype, device, requires_grad);

    /// <summary>A copy of the list, with one dimension.</summary>
    public static Tensor tensor(IList<int> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<int>(Flat(rawArray), [rawArray.Count], dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<int> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<int>(Flat(rawArray), dimensions, dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<int> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<int>(Flat(rawArray), [rows, columns], dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<int> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Of<int>(Flat(rawArray), [dim0, dim1, dim2], dtype, device, requires_grad);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(int[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfArray<int>(rawArray, dtype, device, requires_grad);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(int[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfArray<int>(rawArray, dtype, device, requires_grad);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(int[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfArray<int>(rawArray, dtype, device, requires_grad);

    /// <summary>A copy of the memory in the given sizes, row-major.</summary>
    public static Tensor tensor(
        Memory<int> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<int>(rawArray.Span, dimensions, dtype, device, requires_grad);

    /// <summary>A tensor without dimensions.</summary>
    public static Tensor tensor(long scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<long>([scalar], [], dtype, device, requires_grad);

    /// <summary>A copy of the array, with one dimension.</summary>
    public static Tensor tensor(long[] dataArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<long>(dataArray, [dataArray.Length], dtype, device, requires_grad);

    /// <summary>A copy of the array in the given sizes, row-major.</summary>
    public static Tensor tensor(
        long[] dataArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<long>(dataArray, dimensions, dtype, device, requires_grad);

    /// <summary>A copy of the list, with one dimension.</summary>
    public static Tensor tensor(IList<long> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<long>(Flat(rawArray), [rawArray.Count], dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<long> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<long>(Flat(rawArray), dimensions, dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<long> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<long>(Flat(rawArray), [rows, columns], dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<long> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Of<long>(Flat(rawArray), [dim0, dim1, dim2], dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<long> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Of<long>(Flat(rawArray), [dim0, dim1, dim2, dim3], dtype, device, requires_grad);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(long[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfArray<long>(rawArray, dtype, device, requires_grad);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(long[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfArray<long>(rawArray, dtype, device, requires_grad);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(long[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfArray<long>(rawArray, dtype, device, requires_grad);

    /// <summary>A copy of the memory in the given sizes, row-major.</summary>
    public static Tensor tensor(
        Memory<long> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Of<long>(rawArray.Span, dimensions, dtype, device, requires_grad);
}
