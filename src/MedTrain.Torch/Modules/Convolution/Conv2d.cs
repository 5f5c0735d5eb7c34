using TorchSharp.Native;
using static TorchSharp.Modules.PerDimension;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A convolution over [N, C, H, W] (or without N).</summary>
    public sealed class Conv2d : Convolution
    {
        internal Conv2d(ConvolutionShape shape, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(Conv2d), shape, false, bias, device, dtype)
        {
        }

        /// <summary>Convolves the input, [N, C, H, W].</summary>
        public override Tensor forward(Tensor input)
        {
            var (padded, padding, same) = Padded(input);
            return same
                ? Aten.Call("conv2d.padding", padded, weight, bias, stride, "same", dilation, groups)
                : Aten.Call("conv2d", padded, weight, bias, stride, padding, dilation, groups);
        }
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A convolution over [N, C, H, W] with the same size in each dimension, padding in numbers.</summary>
            public static Conv2d Conv2d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(
                    new ConvolutionShape(in_channels, out_channels, All(2, kernel_size), groups, padding_mode)
                    {
                        Stride = All(2, stride), Padding = All(2, padding), Dilation = All(2, dilation),
                    },
                    bias, device, dtype);

            /// <summary>A convolution over [N, C, H, W] with sizes for each dimension, padding in numbers.</summary>
            public static Conv2d Conv2d(
                long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
                (long, long)? dilation = null,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(
                    new ConvolutionShape(in_channels, out_channels, Each(kernel_size), groups, padding_mode)
                    {
                        Stride = Each(stride, 1), Padding = Each(padding, 0), Dilation = Each(dilation, 1),
                    },
                    bias, device, dtype);

            /// <summary>A convolution over [N, C, H, W] with the same size in each dimension, padding by rule.</summary>
            public static Conv2d Conv2d(
                long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(
                    new ConvolutionShape(in_channels, out_channels, All(2, kernel_size), groups, padding_mode)
                    {
                        Stride = All(2, stride), Padding = null, PaddingType = padding, Dilation = All(2, dilation),
                    },
                    bias, device, dtype);

            /// <summary>A convolution over [N, C, H, W] with sizes for each dimension, padding by rule.</summary>
            public static Conv2d Conv2d(
                long in_channels, long out_channels, (long, long) kernel_size, Padding padding, (long, long)? stride = null,
                (long, long)? dilation = null,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(
                    new ConvolutionShape(in_channels, out_channels, Each(kernel_size), groups, padding_mode)
                    {
                        Stride = Each(stride, 1), Padding = null, PaddingType = padding, Dilation = Each(dilation, 1),
                    },
                    bias, device, dtype);

            public static partial class functional
            {
                /// <summary>A convolution of [N, C, H, W] with a weight [out, in / groups, kernel…].</summary>
                public static Tensor conv2d(
                    Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null,
                    long[]? dilation = null, long groups = 1) =>
                    Aten.Call(
                        "conv2d", input, weight, bias, strides ?? All(2, 1), padding ?? All(2, 0), dilation ?? All(2, 1),
                        Positive(groups, nameof(groups)));

                /// <summary>A convolution of [N, C, H, W] with padding by rule.</summary>
                public static Tensor conv2d_padding(
                    Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, Padding padding = Padding.Valid,
                    long[]? dilation = null, long groups = 1) =>
                    Aten.Call(
                        "conv2d.padding", input, weight, bias, strides ?? All(2, 1), Rule(padding), dilation ?? All(2, 1),
                        Positive(groups, nameof(groups)));
            }
        }
    }
}
