namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor without dimensions.</summary>
    public static Tensor tensor(float scalar, Device? device = null, bool requires_grad = false) =>
        Of<float>([scalar], [], null, device, requires_grad);

    /// <summary>A copy of the array, with one dimension.</summary>
    public static Tensor tensor(float[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<float>(rawArray, [rawArray.Length], dtype, device, requires_grad);

    /// <summary>A copy of the array in the given sizes, row-major.</summary>
    public static Tensor tensor(
        float[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<float>(rawArray, dimensions, dtype, device, requires_grad);

    /// <summary>A copy of the list, with one dimension.</summary>
    public static Tensor tensor(IList<float> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<float>(Flat(rawArray), [rawArray.Count], dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<float> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Of<float>(Flat(rawArray), dimensions, dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<float> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<float>(Flat(rawArray), [rows, columns], dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<float> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Of<float>(Flat(rawArray), [dim0, dim1, dim2], dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<float> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Of<float>(Flat(rawArray), [dim0, dim1, dim2, dim3], dtype, device, requires_grad);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(float[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfArray<float>(rawArray, dtype, device, requires_grad);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(float[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfArray<float>(rawArray, dtype, device, requires_grad);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(float[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfArray<float>(rawArray, dtype, device, requires_grad);

    /// <summary>A copy of the memory in the given sizes, row-major.</summary>
    public static Tensor tensor(
        Memory<float> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Of<float>(rawArray.Span, dimensions, dtype, device, requires_grad);

    /// <summary>A tensor without dimensions.</summary>
    public static Tensor tensor(double scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<double>([scalar], [], dtype, device, requires_grad);

    /// <summary>A copy of the array, with one dimension.</summary>
    public static Tensor tensor(double[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<double>(rawArray, [rawArray.Length], dtype, device, requires_grad);

    /// <summary>A copy of the array in the given sizes, row-major.</summary>
    public static Tensor tensor(
        double[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<double>(rawArray, dimensions, dtype, device, requires_grad);

    /// <summary>A copy of the list, with one dimension.</summary>
    public static Tensor tensor(IList<double> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<double>(Flat(rawArray), [rawArray.Count], dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<double> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Of<double>(Flat(rawArray), [rows, columns], dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<double> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Of<double>(Flat(rawArray), [dim0, dim1, dim2], dtype, device, requires_grad);

    /// <summary>A copy of the list in the given sizes, row-major.</summary>
    public static Tensor tensor(
        IList<double> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Of<double>(Flat(rawArray), [dim0, dim1, dim2, dim3], dtype, device, requires_grad);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(double[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfArray<double>(rawArray, dtype, device, requires_grad);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(double[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfArray<double>(rawArray, dtype, device, requires_grad);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(double[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfArray<double>(rawArray, dtype, device, requires_grad);

    /// <summary>A copy of the memory in the given sizes, row-major.</summary>
    public static Tensor tensor(
        Memory<double> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Of<double>(rawArray.Span, dimensions, dtype, device, requires_grad);
}
