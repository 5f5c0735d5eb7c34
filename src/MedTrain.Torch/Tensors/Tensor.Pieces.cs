using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Splitting, spreading and writing into a copy.</content>
    public partial class Tensor
    {
        /// <summary>With one dimension or more.</summary>
        public Tensor atleast_1d() => Aten.Call("atleast_1d", this);

        /// <summary>With two dimensions or more.</summary>
        public Tensor atleast_2d() => Aten.Call("atleast_2d", this);

        /// <summary>With three dimensions or more.</summary>
        public Tensor atleast_3d() => Aten.Call("atleast_3d", this);

        /// <summary>A matrix with the flattened elements as a diagonal.</summary>
        public Tensor diagflat(long offset = 0) => Aten.Call("diagflat", this, offset);

        /// <summary>The n-th differences along a dimension.</summary>
        public Tensor diff(long n = 1, long dim = -1, Tensor? prepend = null, Tensor? append = null) =>
            Aten.Call("diff", this, n, dim, prepend, append);

        /// <summary>Pieces along the third dimension.</summary>
        public Tensor[] dsplit(long size) => Aten.CallList("dsplit.int", this, size);

        /// <summary>The pieces between indices of the third dimension.</summary>
        public Tensor[] dsplit(params long[] sizes) => Aten.CallList("dsplit.array", this, sizes);

        /// <summary>Pieces along the second dimension (the first of a vector).</summary>
        public Tensor[] hsplit(long size) => Aten.CallList("hsplit.int", this, size);

        /// <summary>The pieces between indices of the second dimension (the first of a vector).</summary>
        public Tensor[] hsplit(params long[] sizes) => Aten.CallList("hsplit.array", this, sizes);

        /// <summary>Pieces along the first dimension.</summary>
        public Tensor[] vsplit(long size) => Aten.CallList("vsplit.int", this, size);

        /// <summary>The pieces between indices of the first dimension.</summary>
        public Tensor[] vsplit(params long[] sizes) => Aten.CallList("vsplit.array", this, sizes);

        /// <summary>The pieces between indices, or their number, given as a tensor.</summary>
        public Tensor[] tensor_split(Tensor indices, long dim = 0) =>
            Aten.CallList("tensor_split.tensor_indices_or_sections", this, indices, dim);

        /// <summary>Dimensions of size 1 repeated without copying; -1 keeps a size.</summary>
        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => Aten.Call("expand", this, sizes.ToArray(), isImplicit);

        /// <summary>Pieces of the given sizes along the first dimension.</summary>
        public Tensor[] split(params long[] sizes) => Aten.CallList("split_with_sizes", this, sizes, 0L);

        /// <summary>Pieces of the given sizes along a dimension.</summary>
        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => Aten.CallList("split_with_sizes", this, sizes.ToArray(), dim);

        /// <summary>A copy with a diagonal replaced.</summary>
        public Tensor diagonal_scatter(Tensor src, long offset = 0, long dim1 = 0, long dim2 = 1) =>
            Aten.Call("diagonal_scatter", this, src, offset, dim1, dim2);

        /// <summary>A copy with one slice replaced.</summary>
        public Tensor select_scatter(Tensor src, long dim, long index) => Aten.Call("select_scatter", this, src, dim, index);

        /// <summary>A copy with a run of slices replaced.</summary>
        public Tensor slice_scatter(Tensor src, long dim = 0, long? start = null, long? end = null, long step = 1) =>
            Aten.Call("slice_scatter", this, src, dim, start, end, step);

        /// <summary>Elements at positions of the flattened tensor.</summary>
        public Tensor take_along_dim(IEnumerable<long> indices) => take_along_dim(tensor(indices.ToArray()));

        /// <summary>Elements at positions along a dimension.</summary>
        public Tensor take_along_dim(IEnumerable<long> indices, long dim) => take_along_dim(tensor(indices.ToArray()), dim);

        /// <summary>The Vandermonde matrix of a vector.</summary>
        public Tensor vander(long N = -1, bool increasing = false) => Aten.Call("vander", this, N < 0 ? null : (long?)N, increasing);

        /// <summary>The k-th smallest value along a dimension (the last by default), and where it is.</summary>
        public static (Tensor, Tensor) kthvalue(Tensor input, long k, long? dim, bool keepdim = false) =>
            Aten.Call2("kthvalue", input, k, dim ?? -1, keepdim);

        /// <summary>The largest along dimensions.</summary>
        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => amax(dims.ToArray(), keepdim, @out);

        /// <summary>The smallest along dimensions.</summary>
        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => amin(dims.ToArray(), keepdim, @out);

        /// <summary>Deviation and mean along dimensions.</summary>
        public (Tensor, Tensor) std_mean(
            ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std_mean(dimensions.ToArray(), unbiased, keepdim, type);

        /// <summary>Deviation and mean along two dimensions.</summary>
        public (Tensor, Tensor) std_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std_mean([dim.Item1, dim.Item2], unbiased, keepdim, type);

        /// <summary>Deviation and mean along three dimensions.</summary>
        public (Tensor, Tensor) std_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std_mean([dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);

        /// <summary>Variance and mean along dimensions.</summary>
        public (Tensor, Tensor) var_mean(
            ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var_mean(dimensions.ToArray(), unbiased, keepdim, type);

        /// <summary>Variance and mean along two dimensions.</summary>
        public (Tensor, Tensor) var_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var_mean([dim.Item1, dim.Item2], unbiased, keepdim, type);

        /// <summary>Variance and mean along three dimensions.</summary>
        public (Tensor, Tensor) var_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var_mean([dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);
    }
}
