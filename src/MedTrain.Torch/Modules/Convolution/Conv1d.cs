using TorchSharp.Native;
using static TorchSharp.Modules.PerDimension;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A convolution over [N, C, L] (or without N).</summary>
    public sealed class Conv1d : Convolution
    {
        internal Conv1d(ConvolutionShape shape, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(Conv1d), shape, false, bias, device, dtype)
        {
        }

        /// <summary>Convolves the input, [N, C, L].</summary>
        public override Tensor forward(Tensor input)
        {
            var (padded, padding, same) = Padded(input);
            return same
                ? Aten.Call("conv1d.padding", padded, weight, bias, stride, "same", dilation, groups)
                : Aten.Call("conv1d", padded, weight, bias, stride, padding, dilation, groups);
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
            /// <summary>A convolution over [N, C, L] with the same size in each dimension, padding in numbers.</summary>
            public static Conv1d Conv1d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(
                    new ConvolutionShape(in_channels, out_channels, All(1, kernel_size), groups, padding_mode)
                    {
                        Stride = All(1, stride), Padding = All(1, padding), Dilation = All(1, dilation),
                    },
                    bias, device, dtype);

            /// <summary>A convolution over [N, C, L] with the same size in each dimension, padding by rule.</summary>
            public static Conv1d Conv1d(
                long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(
                    new ConvolutionShape(in_channels, out_channels, All(1, kernel_size), groups, padding_mode)
                    {
                        Stride = All(1, stride), Padding = null, PaddingType = padding, Dilation = All(1, dilation),
                    },
                    bias, device, dtype);

            public static partial class functional
            {
                /// <summary>A convolution of [N, C, L] with a weight [out, in / groups, kernel…].</summary>
                public static Tensor conv1d(
                    Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? dilation = null,
                    long groups = 1) =>
                    Aten.Call(
                        "conv1d", input, weight, bias, new[] { stride ?? 1 }, new[] { padding ?? 0 }, new[] { dilation ?? 1 },
                        Positive(groups, nameof(groups)));

                /// <summary>A convolution of [N, C, L] with padding by rule.</summary>
                public static Tensor conv1d_padding(
                    Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, Padding padding = Padding.Valid,
                    long? dilation = null, long groups = 1) =>
                    Aten.Call(
                        "conv1d.padding", input, weight, bias, new[] { stride ?? 1 }, Rule(padding), new[] { dilation ?? 1 },
                        Positive(groups, nameof(groups)));
            }
        }
    }
}
