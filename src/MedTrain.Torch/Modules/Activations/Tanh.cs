using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The hyperbolic tangent.</summary>
    public sealed class Tanh : ParameterLessModule<Tensor, Tensor>
    {
        internal Tanh(bool inplace)
            : base(nameof(Tanh))
        {
            this.inplace = inplace;
        }

        /// <summary>Overwrite the input.</summary>
        public bool inplace { get; set; }

        /// <summary>Applies the function to each element.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.tanh(tensor, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The hyperbolic tangent.</summary>
            public static Modules.Tanh Tanh() => new(false);

            /// <summary>The hyperbolic tangent.</summary>
            public static Modules.Tanh Tanh(bool inplace = false) => new(inplace);

            public static partial class functional
            {
                /// <summary>The hyperbolic tangent.</summary>
                public static Tensor tanh(Tensor x, bool inplace = false) =>
                    inplace ? x.tanh_().Shared() : x.tanh();
            }
        }
    }
}
