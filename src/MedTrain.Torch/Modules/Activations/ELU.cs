using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x where positive, else alpha (e^x - 1).</summary>
    public sealed class ELU : ParameterLessModule<Tensor, Tensor>
    {
        internal ELU(double alpha, bool inplace)
            : base(nameof(ELU))
        {
            this.alpha = alpha;
            this.inplace = inplace;
        }

        /// <summary>The value approached at minus infinity, negated.</summary>
        public double alpha { get; set; }

        /// <summary>Overwrite the input.</summary>
        public bool inplace { get; set; }

        /// <summary>Applies the function to each element.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.elu(tensor, alpha, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>x where positive, else alpha (e^x - 1).</summary>
            public static Modules.ELU ELU(double alpha = 1.0, bool inplace = false) => new(alpha, inplace);

            public static partial class functional
            {
                /// <summary>x where positive, else alpha (e^x - 1).</summary>
                public static Tensor elu(Tensor x, double alpha, bool inplace = false) =>
                    inplace ? x.elu_(alpha).Shared() : x.elu(alpha);
            }
        }
    }
}
