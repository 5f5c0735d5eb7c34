using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x moved towards zero by lambda, zero within [-lambda, lambda].</summary>
    public sealed class Softshrink : ParameterLessModule<Tensor, Tensor>
    {
        internal Softshrink(double lambda)
            : base(nameof(Softshrink))
        {
            this.lambda = lambda;
        }

        /// <summary>The half-width of the range set to zero.</summary>
        public double lambda { get; set; }

        /// <summary>Applies the function to each element.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.softshrink(tensor, lambda);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>x moved towards zero by lambda, zero within [-lambda, lambda].</summary>
            public static Modules.Softshrink Softshrink(double lambda = 0.5) => new(lambda);

            public static partial class functional
            {
                /// <summary>x moved towards zero by lambda, zero within [-lambda, lambda].</summary>
                public static Tensor softshrink(Tensor x, double lambda = 0.5) =>
                    Aten.Call("softshrink", x, lambda);
            }
        }
    }
}
