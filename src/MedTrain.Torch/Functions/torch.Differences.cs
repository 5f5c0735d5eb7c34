using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The size of one with the sign of the other.</summary>
    public static Tensor copysign(Tensor input, Tensor other) => Aten.Call("copysign.Tensor", input, other);

    /// <summary>The integral so far by the trapezoidal rule.</summary>
    public static Tensor cumulative_trapezoid(Tensor y, double dx = 1, long dim = -1) => y.cumulative_trapezoid(dx, dim);

    /// <summary>The integral so far by the trapezoidal rule, over given points.</summary>
    public static Tensor cumulative_trapezoid(Tensor y, Tensor x, long dim = -1) => y.cumulative_trapezoid(x, dim);

    /// <summary>The n-th differences along a dimension.</summary>
    public static Tensor diff(Tensor input, long n = 1, long dim = -1, Tensor? prepend = null, Tensor? append = null) =>
        input.diff(n, dim, prepend, append);

    /// <summary>Joined as columns.</summary>
    public static Tensor column_stack(params Tensor[] tensors) => Aten.Call("column_stack", tensors);

    /// <summary>Joined as columns.</summary>
    public static Tensor column_stack(IList<Tensor> tensors) => Aten.Call("column_stack", (Tensor[])[.. tensors]);

    /// <summary>Summed over the last dimensions of one and the first of the other.</summary>
    public static Tensor tensordot(Tensor a, Tensor b, long dims = 2) => a.tensordot(b, dims);

    /// <summary>Summed over pairs of dimensions.</summary>
    public static Tensor tensordot(Tensor a, Tensor b, (long, long)[] dims) => a.tensordot(b, dims);

    /// <summary>The values that occur, and where and how often when asked.</summary>
    public static (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(
        Tensor input, bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
        input.unique(sorted, return_inverse, return_counts, dim);
}
