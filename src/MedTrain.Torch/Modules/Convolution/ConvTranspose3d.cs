using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A transposed convolution over [N, C, D, H, W]: it enlarges by its stride.</summary>
    public sealed class ConvTranspose3d : ConvolutionTranspose
    {
        internal ConvTranspose3d(ConvolutionShape shape, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(ConvTranspose3d), shape, bias, device, dtype)
        {
        }

        private protected override string Operator => "conv_transpose3d.input";
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A transposed convolution over [N, C, D, H, W] with the same size in each dimension.</summary>
            public static ConvTranspose3d ConvTranspose3d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(new ConvolutionShape(in_channels, out_channels, [kernel_size, kernel_size, kernel_size], groups, padding_mode)
                {
                    Stride = [stride, stride, stride], Padding = [padding, padding, padding], OutputPadding = [output_padding, output_padding, output_padding], Dilation = [dilation, dilation, dilation],
                }, bias, device, dtype);

            /// <summary>A transposed convolution over [N, C, D, H, W] with sizes for each dimension.</summary>
            public static ConvTranspose3d ConvTranspose3d(
                long in_channels, long out_channels, (long, long, long) kernel_size, (long, long, long)? stride = null, (long, long, long)? padding = null, (long, long, long)? output_padding = null,
                (long, long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(new ConvolutionShape(in_channels, out_channels, [kernel_size.Item1, kernel_size.Item2, kernel_size.Item3], groups, padding_mode)
                {
                    Stride = stride is { } strides ? [strides.Item1, strides.Item2, strides.Item3] : [1, 1, 1],
                    Padding = padding is { } paddings ? [paddings.Item1, paddings.Item2, paddings.Item3] : [0, 0, 0],
                    OutputPadding = output_padding is { } output_paddings ? [output_paddings.Item1, output_paddings.Item2, output_paddings.Item3] : [0, 0, 0],
                    Dilation = dilation is { } dilations ? [dilations.Item1, dilations.Item2, dilations.Item3] : [1, 1, 1],
                }, bias, device, dtype);

            public static partial class functional
            {
                /// <summary>A transposed convolution of [N, C, D, H, W] with a weight [in, out / groups, kernel…].</summary>
                public static Tensor conv_transpose3d(
                    Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? output_padding = null, long[]? dilation = null,
                    long groups = 1) =>
                    Aten.Call(
                        "conv_transpose3d.input", input, weight, bias, strides ?? (long[])[1, 1, 1], padding ?? (long[])[0, 0, 0], output_padding ?? (long[])[0, 0, 0], Positive(groups, nameof(groups)), dilation ?? (long[])[1, 1, 1]);
            }
        }
    }
}
