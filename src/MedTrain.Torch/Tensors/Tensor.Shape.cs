using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <content>The same elements in another arrangement.</content>
    public partial class Tensor
    {
        /// <summary>The elements in another shape; one size may be -1. A view where possible.</summary>
        public Tensor reshape(params long[] shape) => Aten.Call("reshape", this, shape);

        /// <summary>The same memory in another shape; one size may be -1.</summary>
        public Tensor view(params long[] shape) => Aten.Call("view", this, shape);

        /// <summary>The same memory in the shape of another.</summary>
        public Tensor view_as(Tensor other) => view(other.shape);

        /// <summary>A run of dimensions merged into one.</summary>
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Aten.Call("flatten.using_ints", this, start_dim, end_dim);

        /// <summary>One dimension split into several.</summary>
        public Tensor unflatten(long dim, params long[] sizes) =>
            Aten.Call(
                "reshape", this, (long[])[.. shape[..DimensionIndex((int)dim)], .. sizes, .. shape[(DimensionIndex((int)dim) + 1)..]]);

        /// <summary>One dimension with all elements.</summary>
        public Tensor ravel() => Aten.Call("ravel", this);

        /// <summary>Dimensions of size 1 (or a named one) removed.</summary>
        public Tensor squeeze(long? dim = null) => dim is { } given ? Aten.Call("squeeze.dim", this, given) : Aten.Call("squeeze", this);

        /// <summary>Dimensions of size 1 (or a named one) removed. In place.</summary>
        public Tensor squeeze_(long? dim = null) =>
            dim is { } given ? Aten.InPlace("squeeze_.dim", this, given) : Aten.InPlace("squeeze_", this);

        /// <summary>A dimension of size 1 inserted.</summary>
        public Tensor unsqueeze(long dim) => Aten.Call("unsqueeze", this, dim);

        /// <summary>A dimension of size 1 inserted. In place.</summary>
        public Tensor unsqueeze_(long dim) => Aten.InPlace("unsqueeze_", this, dim);

        /// <summary>A matrix transposed.</summary>
        public Tensor t() => Aten.Call("t", this);

        /// <summary>Two dimensions exchanged.</summary>
        public Tensor transpose(long dim0, long dim1) => Aten.Call("transpose.int", this, dim0, dim1);

        /// <summary>Two dimensions exchanged. In place.</summary>
        public Tensor transpose_(long dim0, long dim1) => Aten.InPlace("transpose_", this, dim0, dim1);

        /// <summary>Another name of <see cref="transpose"/>.</summary>
        public Tensor swapdims(long dim0, long dim1) => transpose(dim0, dim1);

        /// <summary>Another name of <see cref="transpose"/>.</summary>
        public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);

        /// <summary>The dimensions in another order.</summary>
        public Tensor permute(params long[] permutation) => Aten.Call("permute", this, permutation);

        /// <summary>The dimensions in another order.</summary>
        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());

        /// <summary>Dimensions moved to other places.</summary>
        public Tensor movedim(long[] source, long[] destination) => Aten.Call("movedim.intlist", this, source, destination);

        /// <summary>Another name of <see cref="movedim"/>.</summary>
        public Tensor moveaxis(long[] source, long[] destination) => movedim(source, destination);

        /// <summary>Dimensions of size 1 repeated without copying; -1 keeps a size.</summary>
        public Tensor expand(params long[] sizes) => Aten.Call("expand", this, sizes);

        /// <summary>Dimensions of size 1 repeated without copying; -1 keeps a size.</summary>
        public Tensor expand(long[] sizes, bool isImplicit = false) => Aten.Call("expand", this, sizes, isImplicit);

        /// <summary>Repeated to the shape of another without copying.</summary>
        public Tensor expand_as(Tensor other) => expand(other.shape);

        /// <summary>Repeated to a shape without copying.</summary>
        public Tensor broadcast_to(params long[] shape) => Aten.Call("broadcast_to", this, shape);

        /// <summary>Copies laid side by side along each dimension.</summary>
        public Tensor repeat(params long[] sizes) => Aten.Call("repeat", this, sizes);

        /// <summary>Copies laid side by side along the last dimensions.</summary>
        public Tensor tile(long[] reps) => Aten.Call("tile", this, reps);

        /// <summary>Each element repeated.</summary>
        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            Aten.Call("repeat_interleave.self_int", this, repeats, dim, output_size);

        /// <summary>Each element repeated as often as said for it.</summary>
        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            Aten.Call("repeat_interleave.self_Tensor", this, repeats, dim, output_size);

        /// <summary>Reversed along dimensions.</summary>
        public Tensor flip(params long[] dims) => Aten.Call("flip", this, dims);

        /// <summary>Reversed along the second dimension.</summary>
        public Tensor fliplr() => Aten.Call("fliplr", this);

        /// <summary>Reversed along the first dimension.</summary>
        public Tensor flipud() => Aten.Call("flipud", this);

        /// <summary>Shifted with wrap-around.</summary>
        public Tensor roll(long shifts, long? dims = null) =>
            Aten.Call("roll", this, new[] { shifts }, dims is { } given ? [given] : (long[])[]);

        /// <summary>Shifted with wrap-around along dimensions.</summary>
        public Tensor roll(long[] shifts, long[] dims) => Aten.Call("roll", this, shifts, dims);

        /// <summary>Flattened, shifted with wrap-around by one number, and shaped as before.</summary>
        public Tensor roll(long[] shifts) => Aten.Call("roll", this, shifts, (long[])[]);

        /// <summary>Shifted with wrap-around along dimensions; without any, by one number as the flattened tensor.</summary>
        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) =>
            Aten.Call("roll", this, shifts.ToArray(), dims.ToArray());

        /// <summary>Shifted with wrap-around along two dimensions.</summary>
        public Tensor roll((long, long) shifts, (long, long) dims) => roll([shifts.Item1, shifts.Item2], [dims.Item1, dims.Item2]);

        /// <summary>Shifted with wrap-around along three dimensions.</summary>
        public Tensor roll((long, long, long) shifts, (long, long, long) dims) =>
            roll([shifts.Item1, shifts.Item2, shifts.Item3], [dims.Item1, dims.Item2, dims.Item3]);

        /// <summary>Turned by quarter turns in a plane.</summary>
        public Tensor rot90(long k = 1, (long, long)? dims = null) =>
            Aten.Call("rot90", this, k, dims is { } plane ? [plane.Item1, plane.Item2] : (long[])[0, 1]);

        /// <summary>The part on and below a diagonal.</summary>
        public Tensor tril(long diagonal = 0) => Aten.Call("tril", this, diagonal);

        /// <summary>The part on and above a diagonal.</summary>
        public Tensor triu(long diagonal = 0) => Aten.Call("triu", this, diagonal);

        /// <summary>All but the part on and below a diagonal set to zero. In place.</summary>
        public Tensor tril_(long diagonal = 0) => Aten.InPlace("tril_", this, diagonal);

        /// <summary>All but the part on and above a diagonal set to zero. In place.</summary>
        public Tensor triu_(long diagonal = 0) => Aten.InPlace("triu_", this, diagonal);

        /// <summary>A diagonal of a matrix, or a matrix with that diagonal.</summary>
        public Tensor diag(long diagonal = 0) => Aten.Call("diag", this, diagonal);

        /// <summary>A diagonal as a view.</summary>
        public Tensor diagonal(long offset = 0L, long dim1 = 0L, long dim2 = 1L) => Aten.Call("diagonal", this, offset, dim1, dim2);

        /// <summary>Matrices with the last dimension as diagonal.</summary>
        public Tensor diag_embed(long offset = 0L, long dim1 = -2L, long dim2 = -1L) => Aten.Call("diag_embed", this, offset, dim1, dim2);

        /// <summary>The same memory under other sizes and strides.</summary>
        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0L) =>
            Aten.Call("as_strided", this, size, strides, storageOffset);

        /// <summary>The windows of a size along a dimension, as a new last dimension.</summary>
        public Tensor unfold(long dimension, long size, long step) => Aten.Call("unfold", this, dimension, size, step);

        /// <summary>The slices along a dimension.</summary>
        public Tensor[] unbind(long dimension = 0L) => Aten.CallList("unbind.int", this, dimension);

        /// <summary>Pieces of a size along a dimension; the last may be smaller.</summary>
        public Tensor[] split(long size, int dim = 0) => Aten.CallList("split.Tensor", this, size, dim);

        /// <summary>Pieces of the given sizes along a dimension.</summary>
        public Tensor[] split(long[] sizes, long dim = 0) => Aten.CallList("split_with_sizes", this, sizes, dim);

        /// <summary>A number of nearly equal pieces along a dimension.</summary>
        public Tensor[] chunk(long chunks, long dim = 0L) => Aten.CallList("chunk", this, chunks, dim);

        /// <summary>A number of nearly equal pieces along a dimension.</summary>
        public Tensor[] tensor_split(long size, long dim = 0L) => Aten.CallList("tensor_split.sections", this, size, dim);

        /// <summary>The pieces between the given indices along a dimension.</summary>
        public Tensor[] tensor_split(long[] sizes, long dim = 0L) => Aten.CallList("tensor_split.indices", this, sizes, dim);

        /// <summary>The same tensor as a second object.</summary>
        public Tensor alias() => Aten.Call("alias", this);

        /// <summary>The channels of [N, C, …] interleaved by groups.</summary>
        public Tensor channel_shuffle(long groups) => Aten.Call("channel_shuffle", this, groups);

        /// <summary>The tensor with its dimensions reversed.</summary>
        public Tensor T => Aten.Call("numpy_T", this);

        /// <summary>The last two dimensions exchanged.</summary>
        public Tensor mT => Aten.Call("mT", this);
    }
}
