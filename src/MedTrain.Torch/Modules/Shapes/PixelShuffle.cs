using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>[N, C r², H, W] rearranged to [N, C, H r, W r].</summary>
    public sealed class PixelShuffle : ParameterLessModule<Tensor, Tensor>
    {
        internal PixelShuffle(long upscale_factor)
            : base(nameof(PixelShuffle))
        {
            this.upscale_factor = upscale_factor;
        }

        /// <summary>r.</summary>
        public long upscale_factor { get; set; }

        /// <summary>Applies the function to each element.</summary>
        public override Tensor forward(Tensor input) => nn.functional.pixel_shuffle(input, upscale_factor);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>[N, C r², H, W] rearranged to [N, C, H r, W r].</summary>
            public static Modules.PixelShuffle PixelShuffle(long upscale_factor) => new(upscale_factor);

            public static partial class functional
            {
                /// <summary>[N, C r², H, W] rearranged to [N, C, H r, W r].</summary>
                public static Tensor pixel_shuffle(Tensor input, long upscale_factor) =>
                    Aten.Call("pixel_shuffle", input, upscale_factor);
            }
        }
    }
}
