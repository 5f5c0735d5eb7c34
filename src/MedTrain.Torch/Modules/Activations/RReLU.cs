using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x where positive, else x times a slope drawn at random in training, the mean slope otherwise.</summary>
    public sealed class RReLU : ParameterLessModule<Tensor, Tensor>
    {
        internal RReLU(double lower, double upper, bool inplace)
            : base(nameof(RReLU))
        {
            this.lower = lower;
            this.upper = upper;
            this.inplace = inplace;
        }

        /// <summary>The smallest slope.</summary>
        public double lower { get; set; }

        /// <summary>The largest slope.</summary>
        public double upper { get; set; }

        /// <summary>Overwrite the input.</summary>
        public bool inplace { get; set; }

        /// <summary>Applies the function to each element.</summary>
        public override Tensor forward(Tensor tensor) => Aten.Call("rrelu", tensor, lower, upper, training);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>x where positive, else x times a slope drawn at random in training, the mean slope otherwise.</summary>
            public static Modules.RReLU RReLU(double lower = 1.0 / 8.0, double upper = 1.0 / 3.0, bool inplace = false) =>
                new(lower, upper, inplace);

            public static partial class functional
            {
                /// <summary>x where positive, else x times a slope drawn at random in training, the mean slope otherwise.</summary>
                public static Tensor rrelu(Tensor x, double lower = 1.0 / 8.0, double upper = 1.0 / 3.0, bool inplace = false) =>
                    inplace ? Aten.InPlace("rrelu_", x, lower, upper, false).Shared() : Aten.Call("rrelu", x, lower, upper, false);
            }
        }
    }
}
