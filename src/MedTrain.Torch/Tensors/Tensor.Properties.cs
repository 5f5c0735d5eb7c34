using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <content>What a tensor is: sizes, strides, element type, device.</content>
    public unsafe partial class Tensor
    {
        /// <summary>The number of dimensions.</summary>
        public long Dimensions
        {
            get
            {
                var result = Door.Check(Door.mt_dim(Handle), nameof(dim));
                GC.KeepAlive(this);
                return result;
            }
        }

        /// <summary>The number of dimensions.</summary>
        public long ndim => Dimensions;

        /// <summary>The number of elements.</summary>
        public long NumberOfElements
        {
            get
            {
                var result = Door.mt_numel(Handle);
                GC.KeepAlive(this);
                return result;
            }
        }

        /// <summary>The bytes of one element.</summary>
        public long ElementSize => SizeOf(dtype);

        /// <summary>The element type.</summary>
        public ScalarType dtype
        {
            get
            {
                var result = (ScalarType)Door.mt_dtype(Handle);
                GC.KeepAlive(this);
                return result;
            }
        }

        /// <summary>The device that holds the tensor.</summary>
        public Device device
        {
            get
            {
                var packed = Door.mt_device(Handle);
                GC.KeepAlive(this);
                return packed == 0 ? CPU : Device.FromPacked(packed);
            }
        }

        /// <summary>The kind of device that holds the tensor.</summary>
        public DeviceType device_type => device.type;

        /// <summary>The number of the device among those of its kind; -1 on the CPU.</summary>
        public int device_index => device.index;

        /// <summary>The sizes, outermost dimension first.</summary>
        public long[] shape
        {
            get
            {
                var sizes = new long[Dimensions];
                fixed (long* first = sizes)
                {
                    Door.Check(Door.mt_sizes(Handle, first, sizes.Length), nameof(shape));
                }

                GC.KeepAlive(this);
                return sizes;
            }
        }

        /// <summary>Whether the tensor is sparse.</summary>
        public bool is_sparse => !Kept(Door.mt_is_strided(Handle));

        /// <summary>Whether the tensor is on a CUDA card.</summary>
        public bool is_cuda => device_type == DeviceType.CUDA;

        /// <summary>Whether the tensor has a shape but no memory.</summary>
        public bool is_meta => device_type == DeviceType.META;

        /// <summary>The number of dimensions.</summary>
        public long dim() => Dimensions;

        /// <summary>The number of elements.</summary>
        public long numel() => NumberOfElements;

        /// <summary>The bytes of one element.</summary>
        public long element_size() => ElementSize;

        /// <summary>Whether the tensor is on the CPU.</summary>
        public bool is_cpu() => device_type == DeviceType.CPU;

        /// <summary>Whether the tensor holds whole numbers.</summary>
        public bool is_integral() => torch.is_integral(dtype);

        /// <summary>Whether the tensor holds real numbers.</summary>
        public bool is_floating_point() => torch.is_floating_point(dtype);

        /// <summary>Whether the tensor holds complex numbers.</summary>
        public bool is_complex() => torch.is_complex(dtype);

        /// <summary>The size of one dimension; negative numbers count from the last.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
        public long size(int dim) => shape[DimensionIndex(dim)];

        /// <summary>The sizes, outermost dimension first.</summary>
        public long[] size() => shape;

        /// <summary>The steps between neighbours along each dimension, in elements.</summary>
        public long[] stride()
        {
            var strides = new long[Dimensions];
            fixed (long* first = strides)
            {
                Door.Check(Door.mt_strides(Handle, first, strides.Length), nameof(stride));
            }

            GC.KeepAlive(this);
            return strides;
        }

        /// <summary>The step between neighbours along one dimension, in elements.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
        public long stride(int dim) => stride()[DimensionIndex(dim)];

        /// <summary>Where the first element lies in the storage, in elements.</summary>
        public long storage_offset()
        {
            var result = Door.mt_storage_offset(Handle);
            GC.KeepAlive(this);
            return result;
        }

        /// <summary>Whether the elements lie in row-major order without gaps.</summary>
        public bool is_contiguous() => Kept(Door.mt_is_contiguous(Handle, 0));

        /// <summary>Whether this is [N, C, D, H, W] with channels innermost, and not in both orders.</summary>
        internal bool IsChannelsLastVolume() => ndim == 5 && !is_contiguous() && IsContiguous(format: 3);

        /// <summary>Whether the elements lie in the order of a memory format (2 channels last, 3 channels last 3-D).</summary>
        internal bool IsContiguous(int format) => Kept(Door.mt_is_contiguous(Handle, format));

        private bool Kept(int code)
        {
            GC.KeepAlive(this);
            return Door.Check(code, nameof(Tensor)) != 0;
        }

        private int DimensionIndex(int dim)
        {
            var count = (int)Dimensions;
            return dim >= -count && dim < count
                ? (dim + count) % count
                : throw new ArgumentOutOfRangeException(nameof(dim), dim, $"A tensor with {count} dimensions has no dimension {dim}.");
        }
    }
}
