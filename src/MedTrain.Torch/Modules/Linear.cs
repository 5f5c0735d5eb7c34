using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A linear map of the last dimension: x Wᵀ + b.</summary>
    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        private Parameter? ownBias;
        private Parameter ownWeight;

        internal Linear(Parameter weight, Parameter? bias)
            : base(nameof(Linear))
        {
            in_features = weight.size(1);
            out_features = weight.size(0);
            ownWeight = weight;
            register_parameter(nameof(this.weight), weight);
            this.bias = bias;
        }

        /// <summary>[out]; null without bias.</summary>
        public Parameter? bias
        {
            get => ownBias;
            set => ConditionallyRegisterParameter(nameof(bias), ownBias = value);
        }

        /// <summary>[out, in].</summary>
        public Parameter weight
        {
            get => ownWeight;
            set => ConditionallyRegisterParameter(nameof(weight), ownWeight = value ?? throw new ArgumentNullException(nameof(weight)));
        }

        /// <summary>The size of the last dimension of the input.</summary>
        public long in_features { get; set; }

        /// <summary>The size of the last dimension of the output.</summary>
        public long out_features { get; set; }

        /// <summary>Maps [..., in] to [..., out].</summary>
        public override Tensor forward(Tensor tensor) => Aten.Call("linear", tensor, ownWeight, ownBias);

        /// <summary>PyTorch's initialisation: Kaiming-uniform weight with a = √5, bias within ±1/√in.</summary>
        internal Linear Initialised()
        {
            nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
            if (bias is { } offsets)
            {
                var bound = in_features > 0 ? 1 / Math.Sqrt(in_features) : 0;
                nn.init.uniform_(offsets, -bound, bound);
            }

            return this;
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
            /// <summary>A linear map of the last dimension, initialised as PyTorch does.</summary>
            public static Linear Linear(
                long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(inputSize);
                ArgumentOutOfRangeException.ThrowIfNegative(outputSize);
                var weight = new Parameter(empty(outputSize, inputSize, dtype, device));
                var bias = hasBias ? new Parameter(empty(outputSize, dtype, device)) : null;
                return new Linear(weight, bias).Initialised();
            }

            /// <summary>A linear map with given weight [out, in] and bias [out].</summary>
            public static Linear Linear(Parameter weight, Parameter? bias = null) => new(weight, bias);

            public static partial class functional
            {
                /// <summary>x Wᵀ + b over the last dimension.</summary>
                public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => Aten.Call("linear", input, weights, bias);

                private static string Rule(Padding padding) => padding == Padding.Same ? "same" : "valid";

                private static long Positive(long value, string name) =>
                    value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, "It must be positive.");
            }
        }
    }
}
