using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>log(1 + e^(beta x)) / beta; linear above the threshold.</summary>
    public sealed class Softplus : ParameterLessModule<Tensor, Tensor>
    {
        internal Softplus(double beta, double threshold)
            : base(nameof(Softplus))
        {
            this.beta = beta;
            this.threshold = threshold;
        }

        /// <summary>The steepness.</summary>
        public double beta { get; set; }

        /// <summary>Where it becomes linear.</summary>
        public double threshold { get; set; }

        /// <summary>Applies the function to each element.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.softplus(tensor, beta, threshold);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>log(1 + e^(beta x)) / beta; linear above the threshold.</summary>
            public static Modules.Softplus Softplus(double beta = 1, double threshold = 20) => new(beta, threshold);

            public static partial class functional
            {
                /// <summary>log(1 + e^(beta x)) / beta; linear above the threshold.</summary>
                public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) =>
                    x.softplus(beta, threshold);
            }
        }
    }
}
