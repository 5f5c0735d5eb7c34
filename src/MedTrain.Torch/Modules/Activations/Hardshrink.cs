using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x outside [-lambda, lambda], else zero.</summary>
    public sealed class Hardshrink : ParameterLessModule<Tensor, Tensor>
    {
        internal Hardshrink(double lambda)
            : base(nameof(Hardshrink))
        {
            this.lambda = lambda;
        }

        /// <summary>The half-width of the range set to zero.</summary>
        public double lambda { get; set; }

        /// <summary>Applies the function to each element.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.hardshrink(tensor, lambda);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>x outside [-lambda, lambda], else zero.</summary>
            public static Modules.Hardshrink Hardshrink(double lambda = 0.5) => new(lambda);

            public static partial class functional
            {
                /// <summary>x outside [-lambda, lambda], else zero.</summary>
                public static Tensor hardshrink(Tensor x, double lambda = 0.5) =>
                    Aten.Call("hardshrink", x, lambda);
            }
        }
    }
}
