using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The self-normalising exponential linear unit.</summary>
    public sealed class SELU : ParameterLessModule<Tensor, Tensor>
    {
        internal SELU(bool inplace)
            : base(nameof(SELU))
        {
            this.inplace = inplace;
        }

        /// <summary>Overwrite the input.</summary>
        public bool inplace { get; set; }

        /// <summary>Applies the function to each element.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.selu(tensor, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The self-normalising exponential linear unit.</summary>
            public static Modules.SELU SELU(bool inplace = false) => new(inplace);

            public static partial class functional
            {
                /// <summary>The self-normalising exponential linear unit.</summary>
                public static Tensor selu(Tensor x, bool inplace = false) =>
                    inplace ? x.selu_().Shared() : x.selu();
            }
        }
    }
}
