using TorchSharp.Native;
using static TorchSharp.Modules.PerDimension;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Adds sliding windows [N, C kernel, windows] up to images [N, C, H, W]: the reverse of unfolding.</summary>
    public sealed class Fold : ParameterLessModule<Tensor, Tensor>
    {
        internal Fold((long, long) output_size, (long, long) kernel_size, (long, long) dilation, (long, long) padding, (long, long) stride)
            : base(nameof(Fold))
        {
            this.output_size = output_size;
            this.kernel_size = kernel_size;
            this.dilation = dilation;
            this.padding = padding;
            this.stride = stride;
        }

        /// <summary>H and W of the images.</summary>
        public (long, long) output_size { get; set; }

        /// <summary>The sizes of the window.</summary>
        public (long, long) kernel_size { get; set; }

        /// <summary>The distances between the points of the window.</summary>
        public (long, long) dilation { get; set; }

        /// <summary>Zeros on both sides.</summary>
        public (long, long) padding { get; set; }

        /// <summary>The steps.</summary>
        public (long, long) stride { get; set; }

        /// <summary>The sums.</summary>
        public override Tensor forward(Tensor tensor) =>
            nn.functional.fold(tensor, output_size, kernel_size, dilation, padding, stride);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Adds sliding windows up to square images.</summary>
            public static Fold Fold(long output_size, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                new((output_size, output_size), (kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            /// <summary>Adds sliding windows up to images [N, C, H, W].</summary>
            public static Fold Fold(
                (long, long) output_size, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null,
                (long, long)? stride = null) =>
                new(output_size, kernel_size, dilation ?? (1, 1), padding ?? (0, 0), stride ?? (1, 1));

            public static partial class functional
            {
                /// <summary>Adds sliding windows up to square images.</summary>
                public static Tensor fold(
                    Tensor input, long output_size, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                    Aten.Call(
                        "col2im", input, All(2, output_size), All(2, kernel_size), All(2, dilation), All(2, padding), All(2, stride));

                /// <summary>Adds sliding windows [N, C kernel, windows] up to images [N, C, H, W].</summary>
                public static Tensor fold(
                    Tensor input, (long, long) output_size, (long, long) kernel_size, (long, long)? dilation = null,
                    (long, long)? padding = null, (long, long)? stride = null) =>
                    Aten.Call(
                        "col2im", input, Each(output_size), Each(kernel_size), Each(dilation, 1), Each(padding, 0), Each(stride, 1));
            }
        }
    }
}
