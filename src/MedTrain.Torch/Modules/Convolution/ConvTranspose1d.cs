using TorchSharp.Native;
using static TorchSharp.Modules.PerDimension;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A transposed convolution over [N, C, L]: it enlarges by its stride.</summary>
    public sealed class ConvTranspose1d : ConvolutionTranspose
    {
        internal ConvTranspose1d(ConvolutionShape shape, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(ConvTranspose1d), shape, bias, device, dtype)
        {
        }

        private protected override string Operator => "conv_transpose1d";
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A transposed convolution over [N, C, L] with the same size in each dimension.</summary>
            public static ConvTranspose1d ConvTranspose1d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0,
                long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(
                    new ConvolutionShape(in_channels, out_channels, All(1, kernel_size), groups, padding_mode)
                    {
                        Stride = All(1, stride), Padding = All(1, padding), OutputPadding = All(1, output_padding),
                            Dilation = All(1, dilation),
                    },
                    bias, device, dtype);

            public static partial class functional
            {
                /// <summary>A transposed convolution of [N, C, L] with a weight [in, out / groups, kernel…].</summary>
                public static Tensor conv_transpose1d(
                    Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null,
                    long? output_padding = null, long? dilation = null,
                    long groups = 1) =>
                    Aten.Call(
                        "conv_transpose1d", input, weight, bias, new[] { stride ?? 1 }, new[] { padding ?? 0 },
                        new[] { output_padding ?? 0 }, Positive(groups, nameof(groups)), new[] { dilation ?? 1 });
            }
        }
    }
}
