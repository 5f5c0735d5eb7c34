using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>How a quotient is rounded.</summary>
    public enum RoundingMode
    {
        /// <summary>Not at all.</summary>
        None,

        /// <summary>Towards zero.</summary>
        trunc,

        /// <summary>Down.</summary>
        floor,
    }

    /// <summary>The tensors joined along an existing dimension.</summary>
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) =>
        dim == 1 && tensors is [{ ndim: 4 or 5 } first, { ndim: 4 or 5 } second]
            ? Aten.Call("medtrain::join_channels", first, second)
            : Aten.Call("cat", List(tensors), dim);

    /// <summary>Another name of <see cref="cat"/>.</summary>
    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    /// <summary>Another name of <see cref="cat"/>.</summary>
    public static Tensor concatenate(IList<Tensor> tensors, long axis = 0) => cat(tensors, axis);

    /// <summary>The tensors joined along a new dimension.</summary>
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Aten.Call("stack", tensors.ToArray(), dim);

    /// <summary>The tensors joined along the first dimension.</summary>
    public static Tensor vstack(IList<Tensor> tensors) => Aten.Call("vstack", List(tensors));

    /// <summary>The tensors joined along the second dimension (the first of vectors).</summary>
    public static Tensor hstack(IList<Tensor> tensors) => Aten.Call("hstack", List(tensors));

    /// <summary>The tensors joined along the second dimension (the first of vectors).</summary>
    public static Tensor hstack(params Tensor[] tensors) => Aten.Call("hstack", tensors);

    /// <summary>The tensors joined along the third dimension.</summary>
    public static Tensor dstack(IList<Tensor> tensors) => Aten.Call("dstack", List(tensors));

    /// <summary><paramref name="x"/> where the condition holds, else <paramref name="y"/>, broadcast.</summary>
    public static Tensor where(Tensor condition, Tensor x, Tensor y) => Aten.Call("where.self", condition, x, y);

    /// <summary>The positions where the condition holds, one tensor for each dimension.</summary>
    public static Tensor[] where(Tensor condition) => Aten.CallList("where", condition);

    /// <summary>A sum of products in Einstein's notation, such as <c>bij,bjk->bik</c>.</summary>
    public static Tensor einsum(string equation, params Tensor[] tensors) => Aten.Call("einsum", equation, tensors);

    /// <summary>The tensors expanded to their common shape.</summary>
    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors) => Aten.CallList("broadcast_tensors", tensors);

    /// <summary>The grids of coordinates that vectors span.</summary>
    /// <param name="tensors">One vector for each dimension.</param>
    /// <param name="indexing">"ij" for rows first, "xy" for columns first.</param>
    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij") =>
        Aten.CallList("meshgrid.indexing", tensors.ToArray(), indexing);

    /// <summary>A matrix with the given blocks on its diagonal.</summary>
    public static Tensor block_diag(params Tensor[] tensors) => Aten.Call("block_diag", tensors);

    /// <summary>All combinations of the elements of vectors, one row each.</summary>
    public static Tensor cartesian_prod(params Tensor[] tensors) => Aten.Call("cartesian_prod", tensors);

    /// <summary>The element type that results when two tensors are combined.</summary>
    public static ScalarType result_type(Tensor tensor1, Tensor tensor2) =>
        (ScalarType)Aten.CallScalar("result_type.Tensor", tensor1, tensor2).Bits;

    /// <summary>Whether values of one element type can be cast to another.</summary>
    public static bool can_cast(ScalarType from, ScalarType to) => Aten.CallBool("can_cast", from, to);

    /// <summary>The smallest element type that holds the values of both.</summary>
    public static ScalarType promote_types(ScalarType type1, ScalarType type2) =>
        (ScalarType)Aten.CallScalar("promote_types", type1, type2).Bits;

    private static Tensor[] List(IList<Tensor> tensors) => tensors as Tensor[] ?? [.. tensors];
}
