using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp
{
    /// <summary>What stands beyond the edges of an image.</summary>
    public enum PaddingModes
    {
        /// <summary>Zeros.</summary>
        Zeros = 0,

        /// <summary>The image mirrored, the edge itself not repeated.</summary>
        Reflect = 1,

        /// <summary>The edge repeated.</summary>
        Replicate = 2,

        /// <summary>The opposite side.</summary>
        Circular = 3,

        /// <summary>A given value.</summary>
        Constant = 4,
    }

    /// <summary>How much padding a convolution takes.</summary>
    public enum Padding
    {
        /// <summary>None.</summary>
        Valid = 0,

        /// <summary>As much as keeps the size (stride 1 only).</summary>
        Same = 1,
    }
}

namespace TorchSharp.Modules
{
    /// <summary>What all convolutions share: weight [out, in / groups, kernel…] (transposed: [in, out / groups, kernel…]), bias
    /// [out].</summary>
    public abstract class Convolution : nn.Module<Tensor, Tensor>
    {
        private Parameter? ownBias;
        private Parameter ownWeight;

        private protected Convolution(string name, ConvolutionShape shape, bool transposed, bool bias, Device? device, ScalarType? dtype)
            : base(name)
        {
            shape.Check(name, transposed);
            in_channels = shape.InChannels;
            out_channels = shape.OutChannels;
            kernel_size = shape.Kernel;
            stride = shape.Stride;
            padding = shape.Padding;
            padding_type = shape.PaddingType;
            dilation = shape.Dilation;
            output_padding = shape.OutputPadding;
            groups = shape.Groups;
            padding_mode = shape.Mode;
            this.transposed = transposed;
            long[] sizes = transposed
                ? [in_channels, out_channels / groups, .. kernel_size]
                : [out_channels, in_channels / groups, .. kernel_size];
            ownWeight = new Parameter(empty(sizes, dtype, device));
            register_parameter(nameof(weight), ownWeight);
            if (bias)
            {
                ownBias = new Parameter(empty(out_channels, dtype, device));
                register_parameter(nameof(this.bias), ownBias);
            }

            reset_parameters();
        }

        /// <summary>[out]; null without bias.</summary>
        public Parameter? bias
        {
            get => ownBias;
            set => ConditionallyRegisterParameter(nameof(bias), ownBias = value);
        }

        /// <summary>[out, in / groups, kernel…], transposed [in, out / groups, kernel…].</summary>
        public Parameter weight
        {
            get => ownWeight;
            set => ConditionallyRegisterParameter(nameof(weight), ownWeight = value ?? throw new ArgumentNullException(nameof(weight)));
        }

        /// <summary>Channels of the input.</summary>
        public long in_channels { get; }

        /// <summary>Channels of the output.</summary>
        public long out_channels { get; }

        /// <summary>Whether it is a transposed convolution.</summary>
        public bool transposed { get; }

        /// <summary>Padding by rule; null where it is given in numbers.</summary>
        public Padding? padding_type { get; private set; }

        /// <summary>Padding on both sides of each dimension; null where it is given by rule.</summary>
        public long[]? padding { get; private set; }

        /// <summary>What stands beyond the edges.</summary>
        public PaddingModes padding_mode { get; set; }

        /// <summary>Groups of channels that are convolved apart.</summary>
        public long groups { get; set; }

        /// <summary>The sizes of the kernel.</summary>
        public long[] kernel_size { get; set; }

        /// <summary>The steps of the kernel.</summary>
        public long[] stride { get; set; }

        /// <summary>The distances between the kernel's points.</summary>
        public long[] dilation { get; set; }

        /// <summary>What a transposed convolution adds at the far edge.</summary>
        public long[] output_padding { get; set; }

        /// <summary>PyTorch's initialisation: Kaiming-uniform weight with a = √5, bias within ±1/√fan_in.</summary>
        public void reset_parameters()
        {
            nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
            if (bias is { } offsets)
            {
                var (fanIn, _) = nn.init.CalculateFanInAndFanOut(weight);
                var bound = fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
                nn.init.uniform_(offsets, -bound, bound);
            }
        }

        /// <summary>Sets the padding on both sides of each dimension.</summary>
        public void SetPadding(long[] padding)
        {
            this.padding = padding.Length == kernel_size.Length
                ? padding
                : throw new ArgumentException($"{kernel_size.Length} paddings are needed, {padding.Length} were given.", nameof(padding));
            padding_type = null;
        }

        /// <summary>Sets the padding by rule.</summary>
        public void SetPadding(Padding padding)
        {
            padding_type = padding;
            this.padding = null;
        }

        /// <summary>Pads the input where the mode is none that the operator itself knows; returns the padding left to the
        /// operator.</summary>
        private protected (Tensor Input, long[] Padding, bool Same) Padded(Tensor input)
        {
            var none = new long[kernel_size.Length];
            if (padding_mode == PaddingModes.Zeros)
            {
                return (input, padding ?? none, padding_type == TorchSharp.Padding.Same);
            }

            return (F.pad(input, PaddingByRule(), padding_mode), none, false);
        }

        // Both sides of each dimension, last dimension first, as F.pad takes them.
        private long[] PaddingByRule()
        {
            var count = kernel_size.Length;
            var sides = new long[2 * count];
            for (var i = 0; i < count; i++)
            {
                var total = padding is null ? padding_type == TorchSharp.Padding.Same ? dilation[i] * (kernel_size[i] - 1) : 0
                    : 2 * padding[i];
                sides[2 * (count - 1 - i)] = total / 2;
                sides[(2 * (count - 1 - i)) + 1] = total - (total / 2);
            }

            return sides;
        }
    }
}
