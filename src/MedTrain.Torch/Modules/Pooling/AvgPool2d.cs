using TorchSharp.Native;
using static TorchSharp.Modules.PerDimension;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The mean of each window of [N, C, H, W] (or without N).</summary>
    public sealed class AvgPool2d : ParameterLessModule<Tensor, Tensor>
    {
        internal AvgPool2d(
            long[] kernel_size, long[]? stride, long[]? padding, bool ceil_mode, bool count_include_pad, long? divisor_override)
            : base(nameof(AvgPool2d))
        {
            this.kernel_size = kernel_size;
            this.stride = stride ?? kernel_size;
            this.padding = padding ?? All(2, 0);
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
            nn.functional.avg_pool2d(input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The mean of each window of [N, C, H, W].</summary>
            public static AvgPool2d AvgPool2d(
                long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true,
                long? divisor_override = null) =>
                new(kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);

            /// <summary>The mean of each window of [N, C, H, W].</summary>
            public static AvgPool2d AvgPool2d(
                (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false,
                bool count_include_pad = true, long? divisor_override = null) =>
                new(Each(kernel_size), OrNull(stride), OrNull(padding), ceil_mode, count_include_pad, divisor_override);

            /// <summary>The mean of each window of [N, C, H, W].</summary>
            public static AvgPool2d AvgPool2d(
                long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true,
                long? divisor_override = null) =>
                new(All(2, kernel_size), AllOrNull(2, stride), AllOrNull(2, padding), ceil_mode, count_include_pad, divisor_override);

            public static partial class functional
            {
                /// <summary>The mean of each window of [N, C, H, W].</summary>
                public static Tensor avg_pool2d(
                    Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false,
                    bool count_include_pad = true, long? divisor_override = null) =>
                    Aten.Call(
                        "avg_pool2d", input, kernel_size, stride ?? [], padding ?? All(2, 0), ceil_mode, count_include_pad,
                        divisor_override);

                /// <summary>The mean of each window of [N, C, H, W].</summary>
                public static Tensor avg_pool2d(
                    Tensor input, long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false,
                    bool count_include_pad = true, long? divisor_override = null) =>
                    avg_pool2d(
                        input, All(2, kernel_size), AllOrNull(2, stride), All(2, padding), ceil_mode, count_include_pad, divisor_override);

                /// <summary>The mean of each window of [N, C, H, W].</summary>
                public static Tensor avg_pool2d(
                    Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
                    bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                    avg_pool2d(input, Each(kernel_size), OrNull(stride), OrNull(padding), ceil_mode, count_include_pad, divisor_override);
            }
        }
    }
}
