using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The positions of the elements that are not zero.</summary>
    public static Tensor argwhere(Tensor input) => Aten.Call("argwhere", input);

    /// <summary>The smallest and the largest.</summary>
    public static (Tensor, Tensor) aminmax(Tensor input, long? dim = null, bool keepdim = false) =>
        Aten.Call2("aminmax", input, dim, keepdim);

    /// <summary>All tuples of elements of vectors, as rows.</summary>
    public static Tensor cartesian_prod(IList<Tensor> tensors) => Aten.Call("cartesian_prod", (Tensor[])[.. tensors]);

    /// <summary>All combinations of r elements of a vector, as rows.</summary>
    public static Tensor combinations(Tensor input, int r = 2, bool with_replacement = false) =>
        Aten.Call("combinations", input, r, with_replacement);

    /// <summary>The correlations of the rows.</summary>
    public static Tensor corrcoef(Tensor input) => Aten.Call("corrcoef", input);

    /// <summary>The covariances of the rows.</summary>
    public static Tensor cov(Tensor input, long correction = 1, Tensor? fweights = null, Tensor? aweights = null) =>
        Aten.Call("cov", input, correction, fweights, aweights);

    /// <summary>A matrix with the flattened elements as a diagonal.</summary>
    public static Tensor diagflat(Tensor input, long offset = 0) => input.diagflat(offset);

    /// <summary>A copy with a diagonal replaced.</summary>
    public static Tensor diagonal_scatter(Tensor input, Tensor src, long offset = 0, long dim1 = 0, long dim2 = 1) =>
        input.diagonal_scatter(src, offset, dim1, dim2);

    /// <summary>A copy with one slice replaced.</summary>
    public static Tensor select_scatter(Tensor input, Tensor src, long dim, long index) => input.select_scatter(src, dim, index);

    /// <summary>A copy with a run of slices replaced.</summary>
    public static Tensor slice_scatter(Tensor input, Tensor src, long dim = 0, long? start = null, long? end = null, long step = 1) =>
        input.slice_scatter(src, dim, start, end, step);

    /// <summary>Pieces along the third dimension.</summary>
    public static Tensor[] dsplit(Tensor input, long size) => input.dsplit(size);

    /// <summary>The pieces between indices of the third dimension.</summary>
    public static Tensor[] dsplit(Tensor input, long[] indices_or_sections) => input.dsplit(indices_or_sections);

    /// <summary>Pieces along the second dimension (the first of a vector).</summary>
    public static Tensor[] hsplit(Tensor input, long indices_or_sections) => input.hsplit(indices_or_sections);

    /// <summary>The pieces between indices of the second dimension (the first of a vector).</summary>
    public static Tensor[] hsplit(Tensor input, long[] indices_or_sections) => input.hsplit(indices_or_sections);

    /// <summary>The pieces between indices of the first dimension.</summary>
    public static Tensor[] vsplit(Tensor input, long[] indices_or_sections) => input.vsplit(indices_or_sections);

    /// <summary>The pieces between the given indices along a dimension.</summary>
    public static Tensor[] tensor_split(Tensor input, long[] indices_or_sections, long dim = 0) =>
        input.tensor_split(indices_or_sections, dim);

    /// <summary>The pieces between indices, or their number, given as a tensor.</summary>
    public static Tensor[] tensor_split(Tensor input, Tensor indices_or_sections, long dim = 0) =>
        input.tensor_split(indices_or_sections, dim);

    /// <summary>Joined along the third dimension.</summary>
    public static Tensor dstack(params Tensor[] tensors) => Aten.Call("dstack", tensors);

    /// <summary>Joined along the third dimension.</summary>
    public static Tensor dstack(IEnumerable<Tensor> tensors) => Aten.Call("dstack", (Tensor[])[.. tensors]);

    /// <summary>Joined along the second dimension (the first of vectors).</summary>
    public static Tensor hstack(IEnumerable<Tensor> tensors) => Aten.Call("hstack", (Tensor[])[.. tensors]);

    /// <summary>Joined along the first dimension.</summary>
    public static Tensor row_stack(params Tensor[] tensors) => Aten.Call("row_stack", tensors);

    /// <summary>Joined along the first dimension.</summary>
    public static Tensor row_stack(IList<Tensor> tensors) => Aten.Call("row_stack", (Tensor[])[.. tensors]);

    /// <summary>Reversed along the second dimension.</summary>
    public static Tensor fliplr(Tensor input) => input.fliplr();

    /// <summary>Reversed along the first dimension.</summary>
    public static Tensor flipud(Tensor input) => input.flipud();

    /// <summary>The elements at positions along a dimension.</summary>
    public static Tensor gather(Tensor input, long dim, Tensor index, bool sparse_grad = false) =>
        Aten.Call("gather", input, dim, index, sparse_grad);

    /// <summary>The outer product of two vectors.</summary>
    public static Tensor ger(Tensor input, Tensor vec2) => Aten.Call("ger", input, vec2);

    /// <summary>The products of the last dimensions.</summary>
    public static Tensor inner(Tensor input, Tensor vec2) => Aten.Call("inner", input, vec2);

    /// <summary>beta × input + alpha × the sum of products of matrices.</summary>
    public static Tensor addbmm(Tensor input, Tensor batch1, Tensor batch2, float beta = 1f, float alpha = 1f) =>
        Aten.Call("addbmm", input, batch1, batch2, (double)beta, (double)alpha);

    /// <summary>beta × input + alpha × the outer product of two vectors.</summary>
    public static Tensor addr(Tensor input, Tensor vec1, Tensor vec2, float beta = 1f, float alpha = 1f) =>
        Aten.Call("addr", input, vec1, vec2, (double)beta, (double)alpha);

    /// <summary>beta × input + alpha × a matrix times a vector.</summary>
    public static Tensor addmv(Tensor input, Tensor mat1, Tensor mat2, float beta, float alpha) =>
        Aten.Call("addmv", input, mat1, mat2, (double)beta, (double)alpha);

    /// <summary>A copy with values added at positions along a dimension.</summary>
    public static Tensor index_add(Tensor input, long dim, Tensor index, Tensor source, Scalar alpha) =>
        input.index_add(dim, index, source, alpha);

    /// <summary>Values added at positions along a dimension. In place.</summary>
    public static Tensor index_add_(Tensor input, long dim, Tensor index, Tensor source, Scalar alpha) =>
        input.index_add_(dim, index, source, alpha);

    /// <summary>A copy with values written at positions along a dimension.</summary>
    public static Tensor index_copy(Tensor input, long dim, Tensor index, Tensor source) => input.index_copy(dim, index, source);

    /// <summary>Values written at positions along a dimension. In place.</summary>
    public static Tensor index_copy_(Tensor input, long dim, Tensor index, Tensor source) => input.index_copy_(dim, index, source);

    /// <summary>A copy with one value written at positions along a dimension.</summary>
    public static Tensor index_fill(Tensor input, long dim, Tensor index, Scalar value) => input.index_fill(dim, index, value);

    /// <summary>One value written at positions along a dimension. In place.</summary>
    public static Tensor index_fill_(Tensor input, long dim, Tensor index, Scalar value) => input.index_fill_(dim, index, value);

    /// <summary>Values written at positions along a dimension. In place.</summary>
    public static Tensor scatter_(Tensor input, long dim, Tensor index, Tensor src) => input.scatter_(dim, index, src);

    /// <summary>Values added at positions along a dimension. In place.</summary>
    public static Tensor scatter_add_(Tensor input, long dim, Tensor index, Tensor src) => input.scatter_add_(dim, index, src);

    /// <summary>Whether the one element is not zero.</summary>
    public static bool is_nonzero(Tensor input) => input.ToBoolean();

    /// <summary>Whether the object is a tensor.</summary>
    public static bool is_tensor(object obj) => obj is Tensor;

    /// <summary>The number of elements.</summary>
    public static long numel(Tensor input) => input.numel();

    /// <summary>The exponential of matrices.</summary>
    public static Tensor matrix_exp(Tensor input) => Aten.Call("matrix_exp", input);

    /// <summary>A power of matrices.</summary>
    public static Tensor matrix_power(Tensor input, int n) => Aten.Call("matrix_power", input, Value.Integer(n));

    /// <summary>The logarithm of the determinant.</summary>
    public static Tensor logdet(Tensor input) => Aten.Call("logdet", input);

    /// <summary>The pseudo-inverse.</summary>
    public static Tensor pinverse(Tensor input, double rcond = 1e-15, bool hermitian = false) =>
        Aten.Call("linalg_pinv", input, rcond, hermitian);

    /// <summary>A dimension moved to another place.</summary>
    public static Tensor moveaxis(Tensor input, long source, long destination) => input.movedim([source], [destination]);

    /// <summary>Dimensions moved to other places.</summary>
    public static Tensor moveaxis(Tensor input, long[] source, long[] destination) => input.movedim(source, destination);

    /// <summary>Two dimensions exchanged.</summary>
    public static Tensor swapaxes(Tensor input, long axis0, long axis1) => input.transpose(axis0, axis1);

    /// <summary>Two dimensions exchanged.</summary>
    public static Tensor swapdims(Tensor input, long dim0, long dim1) => input.transpose(dim0, dim1);

    /// <summary>A matrix transposed.</summary>
    public static Tensor t(Tensor input) => input.t();

    /// <summary>One dimension with all elements.</summary>
    public static Tensor ravel(Tensor input) => input.ravel();

    /// <summary>The last two dimensions exchanged, conjugated.</summary>
    public static Tensor adjoint(Tensor input) => input.adjoint();

    /// <summary>The quantiles, without what is not a number.</summary>
    public static Tensor nanquantile(Tensor input, Tensor q, long dim = -1, bool keepdim = false) =>
        Aten.Call("nanquantile", input, q, dim, keepdim);

    /// <summary>The p-norm of all elements.</summary>
    public static Tensor norm(Tensor input, float p = 2f) => input.norm(p);

    /// <summary>The p-norm along a dimension.</summary>
    public static Tensor norm(Tensor input, int dimension, bool keepdim = false, float p = 2f) => input.norm(dimension, keepdim, p);

    /// <summary>Slices along a dimension scaled down to a largest p-norm.</summary>
    public static Tensor renorm(Tensor input, float p, long dim, float maxnorm) =>
        Aten.Call("renorm", input, (double)p, dim, (double)maxnorm);

    /// <summary>Each element repeated as often as said for it.</summary>
    public static Tensor repeat_interleave(Tensor input, Tensor repeats, long? dim = null, long? output_size = null) =>
        input.repeat_interleave(repeats, dim, output_size);

    /// <summary>Dimensions of size 1 (or a named one) removed. In place.</summary>
    public static Tensor squeeze_(Tensor input, long? dim = null) => input.squeeze_(dim);

    /// <summary>A dimension of size 1 inserted. In place.</summary>
    public static Tensor unsqueeze_(Tensor input, long dim) => input.unsqueeze_(dim);

    /// <summary>All but the part on and below a diagonal set to zero. In place.</summary>
    public static Tensor tril_(Tensor input, long diagonal = 0) => input.tril_(diagonal);

    /// <summary>All but the part on and above a diagonal set to zero. In place.</summary>
    public static Tensor triu_(Tensor input, long diagonal = 0) => input.triu_(diagonal);

    /// <summary>The deviation along two dimensions.</summary>
    public static Tensor std(
        Tensor input, (long, long) dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
        input.std([dimensions.Item1, dimensions.Item2], unbiased, keepdim, type);

    /// <summary>The deviation along three dimensions.</summary>
    public static Tensor std(
        Tensor input, (long, long, long) dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
        input.std([dimensions.Item1, dimensions.Item2, dimensions.Item3], unbiased, keepdim, type);

    /// <summary>The variance along two dimensions.</summary>
    public static Tensor var(
        Tensor input, (long, long) dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
        input.var([dimensions.Item1, dimensions.Item2], unbiased, keepdim, type);

    /// <summary>The variance along three dimensions.</summary>
    public static Tensor var(
        Tensor input, (long, long, long) dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
        input.var([dimensions.Item1, dimensions.Item2, dimensions.Item3], unbiased, keepdim, type);

    /// <summary>Deviation and mean along dimensions.</summary>
    public static (Tensor, Tensor) std_mean(
        Tensor input, long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
        input.std_mean(dimensions, unbiased, keepdim, type);

    /// <summary>Deviation and mean along dimensions.</summary>
    public static (Tensor, Tensor) std_mean(
        Tensor input, ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
        input.std_mean(dimensions, unbiased, keepdim, type);

    /// <summary>Deviation and mean along a dimension.</summary>
    public static (Tensor, Tensor) std_mean(
        Tensor input, long dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
        input.std_mean([dimensions], unbiased, keepdim, type);

    /// <summary>Variance and mean along dimensions.</summary>
    public static (Tensor, Tensor) var_mean(
        Tensor input, long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
        input.var_mean(dimensions, unbiased, keepdim, type);

    /// <summary>Variance and mean along dimensions.</summary>
    public static (Tensor, Tensor) var_mean(
        Tensor input, ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
        input.var_mean(dimensions, unbiased, keepdim, type);

    /// <summary>Variance and mean along a dimension.</summary>
    public static (Tensor, Tensor) var_mean(
        Tensor input, long dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
        input.var_mean([dimensions], unbiased, keepdim, type);

    /// <summary>Elements at positions along a dimension.</summary>
    public static Tensor take_along_dim(Tensor input, IEnumerable<long> indices, long dim = 0) => input.take_along_dim(indices, dim);

    /// <summary>Elements at positions along a dimension.</summary>
    public static Tensor take_along_dim(Tensor input, Tensor indices, long dim = 0) => input.take_along_dim(indices, dim);

    /// <summary>The integral by the trapezoidal rule.</summary>
    public static Tensor trapezoid(Tensor y, double dx = 1, long dim = -1) => y.trapezoid(dx, dim);

    /// <summary>The integral by the trapezoidal rule, over given points.</summary>
    public static Tensor trapezoid(Tensor y, Tensor x, long dim = -1) => y.trapezoid(x, dim);

    /// <summary>The integral by the trapezoidal rule.</summary>
    public static Tensor trapz(Tensor y, double dx = 1, long dim = -1) => y.trapezoid(dx, dim);

    /// <summary>The integral by the trapezoidal rule, over given points.</summary>
    public static Tensor trapz(Tensor y, Tensor x, long dim = -1) => y.trapezoid(x, dim);

    /// <summary>The positions on and below a diagonal, [2, n].</summary>
    public static Tensor tril_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        Aten.Call("tril_indices", Extent(row), Extent(col), offset, dtype, default(Value), device);

    /// <summary>The positions on and above a diagonal, [2, n].</summary>
    public static Tensor triu_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        Aten.Call("triu_indices", Extent(row), Extent(col), offset, dtype, default(Value), device);

    /// <summary>The slices along a dimension.</summary>
    public static Tensor[] unbind(Tensor tensor, int dim = 0) => tensor.unbind(dim);

    /// <summary>One dimension split into several.</summary>
    public static Tensor unflatten(Tensor input, long dim, params long[] sizes) => input.unflatten(dim, sizes);

    /// <summary>The Vandermonde matrix of a vector.</summary>
    public static Tensor vander(Tensor x, long N = -1, bool increasing = false) => x.vander(N, increasing);

    /// <summary>The product of two vectors, the first conjugated.</summary>
    public static Tensor vdot(Tensor input, Tensor target) => Aten.Call("vdot", input, target);

    /// <summary>Limited below and above.</summary>
    public static Tensor clip(Tensor input, Scalar? min = null, Scalar? max = null) => input.clamp(min, max);

    /// <summary>The largest along dimensions.</summary>
    public static Tensor amax(Tensor input, long[] dims) => input.amax(dims);

    /// <summary>The largest along dimensions.</summary>
    public static Tensor amax(Tensor input, ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
        input.amax(dims, keepdim, @out);

    /// <summary>The smallest along dimensions.</summary>
    public static Tensor amin(Tensor input, ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
        input.amin(dims, keepdim, @out);

    // libtorch multiplies the two without looking.
    private static long Extent(long size) =>
        size <= int.MaxValue ? size : throw new ArgumentOutOfRangeException(nameof(size), size, "No matrix is that large.");
}
