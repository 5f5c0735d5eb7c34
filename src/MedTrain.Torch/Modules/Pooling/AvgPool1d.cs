using TorchSharp.Native;
using static TorchSharp.Modules.PerDimension;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The mean of each window of [N, C, L] (or without N).</summary>
    public sealed class AvgPool1d : ParameterLessModule<Tensor, Tensor>
    {
        internal AvgPool1d(long kernel_size, long? stride, long? padding, bool ceil_mode, bool count_include_pad)
            : base(nameof(AvgPool1d))
        {
            this.kernel_size = kernel_size;
            this.stride = stride;
            this.padding = padding;
            this.ceil_mode = ceil_mode;
            this.count_include_pad = count_include_pad;
        }

        /// <summary>The size of the window.</summary>
        public long kernel_size { get; set; }

        /// <summary>The step; null for the size.</summary>
        public long? stride { get; set; }

        /// <summary>Padding on both sides.</summary>
        public long? padding { get; set; }

        /// <summary>Let the last window reach over the edge.</summary>
        public bool ceil_mode { get; set; }

        /// <summary>Count the padding in the mean.</summary>
        public bool count_include_pad { get; set; }

        /// <summary>The means.</summary>
        public override Tensor forward(Tensor input) =>
            nn.functional.avg_pool1d(input, kernel_size, stride, padding, ceil_mode, count_include_pad);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The mean of each window of [N, C, L].</summary>
            public static AvgPool1d AvgPool1d(
                long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false, bool count_include_pad = true) =>
                new(kernel_size, stride, padding, ceil_mode, count_include_pad);

            public static partial class functional
            {
                /// <summary>The mean of each window of [N, C, L].</summary>
                public static Tensor avg_pool1d(
                    Tensor input, long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false,
                    bool count_include_pad = true) =>
                    Aten.Call(
                        "avg_pool1d", input, new[] { kernel_size }, AllOrNull(1, stride) ?? [], new[] { padding ?? 0 }, ceil_mode,
                        count_include_pad);
            }
        }
    }
}
