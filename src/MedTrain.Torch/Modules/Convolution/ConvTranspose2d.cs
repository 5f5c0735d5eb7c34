using TorchSharp.Native;
using static TorchSharp.Modules.PerDimension;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A transposed convolution over [N, C, H, W]: it enlarges by its stride.</summary>
    public sealed class ConvTranspose2d : ConvolutionTranspose
    {
        internal ConvTranspose2d(ConvolutionShape shape, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(ConvTranspose2d), shape, bias, device, dtype)
        {
        }

        private protected override string Operator => "conv_transpose2d.input";
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A transposed convolution over [N, C, H, W] with the same size in each dimension.</summary>
            public static ConvTranspose2d ConvTranspose2d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0,
                long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(
                    new ConvolutionShape(in_channels, out_channels, All(2, kernel_size), groups, padding_mode)
                    {
                        Stride = All(2, stride), Padding = All(2, padding), OutputPadding = All(2, output_padding),
                            Dilation = All(2, dilation),
                    },
                    bias, device, dtype);

            /// <summary>A transposed convolution over [N, C, H, W] with sizes for each dimension.</summary>
            public static ConvTranspose2d ConvTranspose2d(
                long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
                (long, long)? output_padding = null,
                (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
                Device? device = null, ScalarType? dtype = null) =>
                new(
                    new ConvolutionShape(in_channels, out_channels, Each(kernel_size), groups, padding_mode)
                    {
                        Stride = Each(stride, 1), Padding = Each(padding, 0), OutputPadding = Each(output_padding, 0), Dilation = Each(dilation, 1),
                    },
                    bias, device, dtype);

            public static partial class functional
            {
                /// <summary>A transposed convolution of [N, C, H, W] with a weight [in, out / groups, kernel…].</summary>
                public static Tensor conv_transpose2d(
                    Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null,
                    long[]? output_padding = null, long[]? dilation = null,
                    long groups = 1) =>
                    Aten.Call(
                        "conv_transpose2d.input", input, weight, bias, strides ?? All(2, 1), padding ?? All(2, 0),
                        output_padding ?? All(2, 0), Positive(groups, nameof(groups)), dilation ?? All(2, 1));
            }
        }
    }
}
