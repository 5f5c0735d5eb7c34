using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>[N, C, H r, W r] rearranged to [N, C r², H, W].</summary>
    public sealed class PixelUnshuffle : ParameterLessModule<Tensor, Tensor>
    {
        internal PixelUnshuffle(long downscale_factor)
            : base(nameof(PixelUnshuffle))
        {
            this.downscale_factor = downscale_factor;
        }

        /// <summary>r.</summary>
        public long downscale_factor { get; set; }

        /// <summary>The rearranged input.</summary>
        public override Tensor forward(Tensor input) => nn.functional.pixel_unshuffle(input, downscale_factor);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>[N, C, H r, W r] rearranged to [N, C r², H, W].</summary>
            public static Modules.PixelUnshuffle PixelUnshuffle(long downscale_factor) => new(downscale_factor);

            public static partial class functional
            {
                /// <summary>[N, C, H r, W r] rearranged to [N, C r², H, W].</summary>
                public static Tensor pixel_unshuffle(Tensor input, long downscale_factor) =>
                    Aten.Call("pixel_unshuffle", input, Positive(downscale_factor, nameof(downscale_factor)));
            }
        }
    }
}
