using TorchSharp.Native;
using static TorchSharp.Modules.PerDimension;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The mean of each window of [N, C, D, H, W] (or without N).</summary>
    public sealed class AvgPool3d : ParameterLessModule<Tensor, Tensor>
    {
        internal AvgPool3d(
            long[] kernel_size, long[]? stride, long[]? padding, bool ceil_mode, bool count_include_pad, long? divisor_override)
            : base(nameof(AvgPool3d))
        {
            this.kernel_size = kernel_size;
            this.stride = stride ?? kernel_size;
            this.padding = padding ?? All(3, 0);
            this.ceil_mode = ceil_mode;
            this.count_include_pad = count_include_pad;
            this.divisor_override = divisor_override;
        }

        /// <summary>The sizes of the window.</summary>
        public long[] kernel_size { get; set; }

        /// <summary>The steps.</summary>
        public long[] stride { get; set; }

        /// <summary>Padding on both sides.</summary>
        public long[] padding { get; set; }

        /// <summary>Let the last window reach over the edge.</summary>
        public bool ceil_mode { get; set; }

        /// <summary>Count the padding in the mean.</summary>
        public bool count_include_pad { get; set; }

        /// <summary>Divide by this instead of the size of the window.</summary>
        public long? divisor_override { get; set; }

        /// <summary>The means.</summary>
        public override Tensor forward(Tensor input) =>
            nn.functional.avg_pool3d(input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The mean of each window of [N, C, D, H, W].</summary>
            public static AvgPool3d AvgPool3d(
                long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true,
                long? divisor_override = null) =>
                new(kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);

            /// <summary>The mean of each window of [N, C, D, H, W].</summary>
            public static AvgPool3d AvgPool3d(
                (long, long, long) kernel_size, (long, long, long)? stride = null, (long, long, long)? padding = null,
                bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                new(Each(kernel_size), OrNull(stride), OrNull(padding), ceil_mode, count_include_pad, divisor_override);

            /// <summary>The mean of each window of [N, C, D, H, W].</summary>
            public static AvgPool3d AvgPool3d(
                long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true,
                long? divisor_override = null) =>
                new(All(3, kernel_size), AllOrNull(3, stride), AllOrNull(3, padding), ceil_mode, count_include_pad, divisor_override);

            public static partial class functional
            {
                /// <summary>The mean of each window of [N, C, D, H, W].</summary>
                public static Tensor avg_pool3d(
                    Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false,
                    bool count_include_pad = true, long? divisor_override = null) =>
                    Aten.Call(
                        input.IsChannelsLastVolume() ? "medtrain::avg_pool3d" : "avg_pool3d", input, kernel_size, stride ?? [],
                        padding ?? All(3, 0), ceil_mode, count_include_pad, divisor_override);
            }
        }
    }
}
