using TorchSharp.Native;
using static TorchSharp.Modules.PerDimension;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The sliding windows of [N, C, H, W] as columns [N, C kernel, windows].</summary>
    public sealed class Unfold : ParameterLessModule<Tensor, Tensor>
    {
        internal Unfold((long, long) kernel_size, (long, long) dilation, (long, long) padding, (long, long) stride)
            : base(nameof(Unfold))
        {
            this.kernel_size = kernel_size;
            this.dilation = dilation;
            this.padding = padding;
            this.stride = stride;
        }

        /// <summary>The sizes of the window.</summary>
        public (long, long) kernel_size { get; set; }

        /// <summary>The distances between the points of the window.</summary>
        public (long, long) dilation { get; set; }

        /// <summary>Zeros on both sides.</summary>
        public (long, long) padding { get; set; }

        /// <summary>The steps.</summary>
        public (long, long) stride { get; set; }

        /// <summary>The columns.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.unfold(tensor, kernel_size, dilation, padding, stride);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The sliding square windows of [N, C, H, W] as columns.</summary>
            public static Unfold Unfold(long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                new((kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            /// <summary>The sliding windows of [N, C, H, W] as columns [N, C kernel, windows].</summary>
            public static Unfold Unfold(
                (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) =>
                new(kernel_size, dilation ?? (1, 1), padding ?? (0, 0), stride ?? (1, 1));

            public static partial class functional
            {
                /// <summary>The sliding square windows of [N, C, H, W] as columns.</summary>
                public static Tensor unfold(Tensor input, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                    Aten.Call("im2col", input, All(2, kernel_size), All(2, dilation), All(2, padding), All(2, stride));

                /// <summary>The sliding windows of [N, C, H, W] as columns [N, C kernel, windows].</summary>
                public static Tensor unfold(
                    Tensor input, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null,
                    (long, long)? stride = null) =>
                    Aten.Call("im2col", input, Each(kernel_size), Each(dilation, 1), Each(padding, 0), Each(stride, 1));
            }
        }
    }
}
