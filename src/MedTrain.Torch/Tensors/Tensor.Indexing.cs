using System.Runtime.CompilerServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Reading and writing parts of a tensor.</content>
    public partial class Tensor
    {
        /// <summary>A part of the tensor: a view unless an index tensor or mask is among the entries.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <summary>The elements at positions given by index tensors, or under a mask.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <summary>One slice along the first dimension, as a view.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => index_put_(value, TensorIndex.Single(i1));
        }

        /// <summary>One position along the first two dimensions, as a view.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => index(i1, i2);
            set => index_put_(value, TensorIndex.Single(i1), i2);
        }

        /// <summary>One position along the first three dimensions, as a view.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => index(i1, i2, i3);
            set => index_put_(value, TensorIndex.Single(i1), i2, i3);
        }

        /// <summary>One position along the first four dimensions, as a view.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index(i1, i2, i3, i4);
            set => index_put_(value, TensorIndex.Single(i1), i2, i3, i4);
        }

        /// <summary>One position along the first five dimensions, as a view.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => index(i1, i2, i3, i4, i5);
            set => index_put_(value, TensorIndex.Single(i1), i2, i3, i4, i5);
        }

        /// <summary>A part of the tensor: a view unless an index tensor or mask is among the entries.</summary>
        public Tensor index(params TensorIndex[] indices)
        {
            using var selection = new TensorSelection(this, indices);
            var tensors = selection.Indices;
            return tensors.Length == 0 ? selection.TakeView() : Aten.Call("index.Tensor", selection.View, Value.OptionalTensors(tensors));
        }

        /// <summary>The elements at positions given by index tensors, or under a mask.</summary>
        public Tensor index(params Tensor[] indices) => Aten.Call("index.Tensor", this, Value.OptionalTensors(indices));

        /// <summary>Writes values, broadcast, to a part of the tensor.</summary>
        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            using var selection = new TensorSelection(this, indices);
            var tensors = selection.Indices;
            using var converted = value.dtype == dtype ? null : value.to_type(dtype);
            if (tensors.Length == 0)
            {
                selection.View.copy_(converted ?? value);
            }
            else
            {
                Aten.Run("index_put_", selection.View, Value.OptionalTensors(tensors), converted ?? value);
            }

            return this;
        }

        /// <summary>Writes values, broadcast, to positions given by index tensors, or under a mask.</summary>
        public Tensor index_put_(Tensor value, params Tensor[] indices) =>
            Aten.InPlace("index_put_", this, Value.OptionalTensors(indices), value);

        /// <summary>Writes one number to a part of the tensor.</summary>
        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var number = Number(value);
            return index_put_(number, indices);
        }

        /// <summary>Writes one number to positions given by index tensors, or under a mask.</summary>
        public Tensor index_put_(Scalar value, params Tensor[] indices)
        {
            using var number = Number(value);
            return index_put_(number, indices);
        }

        /// <summary>The slices at the given positions along a dimension.</summary>
        public Tensor index_select(long dim, Tensor index) => Aten.Call("index_select", this, dim, index);

        /// <summary>One slice along a dimension, as a view.</summary>
        public Tensor select(long dim, long index) => Aten.Call("select.int", this, dim, index);

        /// <summary>A part of a dimension, as a view.</summary>
        public Tensor slice(long dim, long start, long finish, long step) => Slice(dim, start, finish, step);

        /// <summary>A run of a dimension, as a view.</summary>
        public Tensor narrow(long dim, long start, long length) => Aten.Call("narrow", this, dim, start, length);

        /// <summary>The elements at positions of the flattened tensor.</summary>
        public Tensor take(Tensor index) => Aten.Call("take", this, index);

        /// <summary>The elements at positions along a dimension, one index tensor position for each result.</summary>
        public Tensor gather(long dim, Tensor index) => Aten.Call("gather", this, dim, index);

        /// <summary>The elements at positions along a dimension, the other dimensions broadcast.</summary>
        public Tensor take_along_dim(Tensor indices, long dim) => Aten.Call("take_along_dim", this, indices, dim);

        /// <summary>The elements at positions of the flattened tensor.</summary>
        public Tensor take_along_dim(Tensor indices) => Aten.Call("take_along_dim", this, indices);

        /// <summary>A copy with values written at positions along a dimension.</summary>
        public Tensor scatter(long dim, Tensor index, Tensor src) => Aten.Call("scatter.src", this, dim, index, src);

        /// <summary>Values written at positions along a dimension. In place.</summary>
        public Tensor scatter_(long dim, Tensor index, Tensor src) => Aten.InPlace("scatter_.src", this, dim, index, src);

        /// <summary>A copy with values added at positions along a dimension.</summary>
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Aten.Call("scatter_add", this, dim, index, src);

        /// <summary>Values added at positions along a dimension. In place.</summary>
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => Aten.InPlace("scatter_add_", this, dim, index, src);

        /// <summary>A copy with slices added at positions along a dimension.</summary>
        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Aten.Call("index_add", this, dim, index, source, alpha);

        /// <summary>Slices added at positions along a dimension. In place.</summary>
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Aten.InPlace("index_add_", this, dim, index, source, alpha);

        /// <summary>A copy with slices written at positions along a dimension.</summary>
        public Tensor index_copy(long dim, Tensor index, Tensor source) => Aten.Call("index_copy", this, dim, index, source);

        /// <summary>Slices written at positions along a dimension. In place.</summary>
        public Tensor index_copy_(long dim, Tensor index, Tensor source) => Aten.InPlace("index_copy_", this, dim, index, source);

        /// <summary>A copy with slices at positions along a dimension set to a number.</summary>
        public Tensor index_fill(long dim, Tensor index, Scalar value) => Aten.Call("index_fill.int_Scalar", this, dim, index, value);

        /// <summary>Slices at positions along a dimension set to a number. In place.</summary>
        public Tensor index_fill_(long dim, Tensor index, Scalar value) => Aten.InPlace("index_fill_.int_Scalar", this, dim, index, value);

        /// <summary>A copy with the elements under the mask set to a number.</summary>
        public Tensor masked_fill(Tensor mask, Scalar value) => Aten.Call("masked_fill.Scalar", this, mask, value);

        /// <summary>The elements under the mask set to a number. In place.</summary>
        public Tensor masked_fill_(Tensor mask, Scalar value) => Aten.InPlace("masked_fill_.Scalar", this, mask, value);

        /// <summary>A copy with the elements under the mask taken one after the other from another tensor.</summary>
        public Tensor masked_scatter(Tensor mask, Tensor value) => Aten.Call("masked_scatter", this, mask, value);

        /// <summary>The elements under the mask, in row-major order.</summary>
        public Tensor masked_select(Tensor mask) => Aten.Call("masked_select", this, mask);

        /// <summary>The positions of the elements that are not zero, one row each.</summary>
        public Tensor nonzero() => Aten.Call("nonzero", this);

        /// <summary>The positions of the elements that are not zero, one row each.</summary>
        public Tensor argwhere() => Aten.Call("argwhere", this);

        /// <summary>The positions of the elements that are not zero, one tensor for each dimension.</summary>
        public IList<Tensor> nonzero_as_list() => Aten.CallList("nonzero_numpy", this);

        /// <summary>This where the condition holds, else the other, broadcast.</summary>
        public Tensor where(Tensor condition, Tensor y) => Aten.Call("where.self", condition, this, y);

        internal Tensor Slice(long dim, long? start, long? stop, long step) => Aten.Call("slice.Tensor", this, dim, start, stop, step);

        private Tensor Number(Scalar value) => Aten.Call("scalar_tensor", value, dtype, default(Value), device);
    }
}
