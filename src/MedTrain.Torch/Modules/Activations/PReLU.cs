using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x where positive, else x times a learnt slope: one, or one for each channel.</summary>
    public sealed class PReLU : nn.Module<Tensor, Tensor>
    {
        private Parameter ownWeight;

        internal PReLU(long num_parameters, double init, Device? device, ScalarType? dtype)
            : base(nameof(PReLU))
        {
            this.init = init;
            this.num_parameters = num_parameters;
            ownWeight = new Parameter(full(num_parameters, init, dtype ?? get_default_dtype(), device));
            register_parameter(nameof(weight), ownWeight);
        }

        /// <summary>The slopes, [1] or [C].</summary>
        public Parameter weight
        {
            get => ownWeight;
            set => ConditionallyRegisterParameter(nameof(weight), ownWeight = value ?? throw new ArgumentNullException(nameof(weight)));
        }

        /// <summary>The number of slopes.</summary>
        public long num_parameters { get; }

        /// <summary>The slope at the beginning.</summary>
        public double init { get; }

        /// <summary>Applies the function to [N, C, …].</summary>
        public override Tensor forward(Tensor tensor) => tensor.prelu(ownWeight);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>x where positive, else x times a learnt slope: one, or one for each channel.</summary>
            public static Modules.PReLU PReLU(long num_parameters, double init = 0.25, Device? device = null, ScalarType? dtype = null) =>
                new(num_parameters, init, device, dtype);

            public static partial class functional
            {
                /// <summary>x where positive, else x times a slope: one, or one for each channel.</summary>
                public static Tensor prelu(Tensor input, Tensor weight) => input.prelu(weight);
            }
        }
    }
}
