using TorchSharp.Native;
using static TorchSharp.Modules.PerDimension;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The largest value in each window of [N, C, D, H, W] (or without N).</summary>
    public sealed class MaxPool3d : ParameterLessModule<Tensor, Tensor>
    {
        internal MaxPool3d(long[] kernel_size, long[]? stride, long[]? padding, long[]? dilation, bool ceil_mode)
            : base(nameof(MaxPool3d))
        {
            this.kernel_size = kernel_size;
            this.stride = stride ?? kernel_size;
            this.padding = padding ?? All(3, 0);
            this.dilation = dilation ?? All(3, 1);
            this.ceil_mode = ceil_mode;
        }

        /// <summary>The sizes of the window.</summary>
        public long[] kernel_size { get; set; }

        /// <summary>The steps.</summary>
        public long[] stride { get; set; }

        /// <summary>Padding on both sides.</summary>
        public long[] padding { get; set; }

        /// <summary>The distances between points.</summary>
        public long[] dilation { get; set; }

        /// <summary>Let the last window reach over the edge.</summary>
        public bool ceil_mode { get; set; }

        /// <summary>The largest values.</summary>
        public override Tensor forward(Tensor input) => nn.functional.max_pool3d(input, kernel_size, stride, padding, dilation, ceil_mode);

        /// <summary>The largest values and where they are, as flat positions.</summary>
        public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) =>
            nn.functional.max_pool3d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The largest value in each window of [N, C, D, H, W].</summary>
            public static MaxPool3d MaxPool3d(
                long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                new(All(3, kernel_size), AllOrNull(3, stride), AllOrNull(3, padding), AllOrNull(3, dilation), ceil_mode);

            /// <summary>The largest value in each window of [N, C, D, H, W].</summary>
            public static MaxPool3d MaxPool3d(
                (long, long, long) kernel_size, (long, long, long)? stride = null, (long, long, long)? padding = null,
                (long, long, long)? dilation = null, bool ceil_mode = false) =>
                new(Each(kernel_size), OrNull(stride), OrNull(padding), OrNull(dilation), ceil_mode);

            /// <summary>The largest value in each window of [N, C, D, H, W].</summary>
            public static MaxPool3d MaxPool3d(
                long[] kernel_size, long[]? stride = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
                new(kernel_size, stride, padding, dilation, ceil_mode);

            public static partial class functional
            {
                /// <summary>The largest value in each window of [N, C, D, H, W].</summary>
                public static Tensor max_pool3d(
                    Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                    bool ceil_mode = false) =>
                    Aten.Call(
                        input.IsChannelsLastVolume() ? "medtrain::max_pool3d" : "max_pool3d", input, kernel_size, strides ?? [],
                        padding ?? All(3, 0), dilation ?? All(3, 1), ceil_mode);

                /// <summary>The largest value in each window of [N, C, D, H, W]. With the positions.</summary>
                public static (Tensor output, Tensor indices) max_pool3d_with_indices(
                    Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                    bool ceil_mode = false) =>
                    Aten.Call2(
                        "max_pool3d_with_indices", input, kernel_size, strides ?? [], padding ?? All(3, 0), dilation ?? All(3, 1),
                        ceil_mode);
            }
        }
    }
}
