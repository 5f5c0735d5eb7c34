using TorchSharp.Native;
using static TorchSharp.Modules.PerDimension;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The largest value in each window of [N, C, L] (or without N).</summary>
    public sealed class MaxPool1d : ParameterLessModule<Tensor, Tensor>
    {
        internal MaxPool1d(long kernel_size, long? stride, long? padding, long? dilation, bool ceil_mode)
            : base(nameof(MaxPool1d))
        {
            this.kernel_size = kernel_size;
            this.stride = stride;
            this.padding = padding;
            this.dilation = dilation;
            this.ceil_mode = ceil_mode;
        }

        /// <summary>The size of the window.</summary>
        public long kernel_size { get; set; }

        /// <summary>The step; null for the size.</summary>
        public long? stride { get; set; }

        /// <summary>Padding on both sides; null for none.</summary>
        public long? padding { get; set; }

        /// <summary>The distance between points; null for one.</summary>
        public long? dilation { get; set; }

        /// <summary>Let the last window reach over the edge.</summary>
        public bool ceil_mode { get; set; }

        /// <summary>The largest values.</summary>
        public override Tensor forward(Tensor input) => nn.functional.max_pool1d(input, kernel_size, stride, padding, dilation, ceil_mode);

        /// <summary>The largest values and where they are, as flat positions.</summary>
        public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) =>
            nn.functional.max_pool1d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The largest value in each window of [N, C, L].</summary>
            public static MaxPool1d MaxPool1d(
                long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                new(kernel_size, stride, padding, dilation, ceil_mode);

            public static partial class functional
            {
                /// <summary>The largest value in each window of [N, C, L].</summary>
                public static Tensor max_pool1d(
                    Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null,
                    bool ceil_mode = false) =>
                    Aten.Call(
                        "max_pool1d", input, new[] { kernel_size }, AllOrNull(1, stride) ?? [], new[] { padding ?? 0 },
                        new[] { dilation ?? 1 }, ceil_mode);

                /// <summary>The largest value in each window of [N, C, L]. With the positions.</summary>
                public static (Tensor output, Tensor indices) max_pool1d_with_indices(
                    Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null,
                    bool ceil_mode = false) =>
                    Aten.Call2(
                        "max_pool1d_with_indices", input, new[] { kernel_size }, AllOrNull(1, stride) ?? [], new[] { padding ?? 0 },
                        new[] { dilation ?? 1 }, ceil_mode);
            }
        }
    }
}
