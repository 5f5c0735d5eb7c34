using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>max(x, 0) + min(0, alpha (e^(x/alpha) - 1)).</summary>
    public sealed class CELU : ParameterLessModule<Tensor, Tensor>
    {
        internal CELU(double alpha, bool inplace)
            : base(nameof(CELU))
        {
            this.alpha = alpha;
            this.inplace = inplace;
        }

        /// <summary>The value approached at minus infinity, negated.</summary>
        public double alpha { get; set; }

        /// <summary>Overwrite the input.</summary>
        public bool inplace { get; set; }

        /// <summary>Applies the function to each element.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.celu(tensor, alpha, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>max(x, 0) + min(0, alpha (e^(x/alpha) - 1)).</summary>
            public static Modules.CELU CELU(double alpha = 1.0, bool inplace = false) => new(alpha, inplace);

            public static partial class functional
            {
                /// <summary>max(x, 0) + min(0, alpha (e^(x/alpha) - 1)).</summary>
                public static Tensor celu(Tensor x, double alpha, bool inplace = false) =>
                    inplace ? x.celu_(alpha).Shared() : x.celu(alpha);
            }
        }
    }
}
