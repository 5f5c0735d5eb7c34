using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x times the normal distribution function of x (the exact form).</summary>
    public sealed class GELU : ParameterLessModule<Tensor, Tensor>
    {
        internal GELU(bool inplace)
            : base(nameof(GELU))
        {
            this.inplace = inplace;
        }

        /// <summary>Overwrite the input.</summary>
        public bool inplace { get; set; }

        /// <summary>Applies the function to each element.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.gelu(tensor, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>x times the normal distribution function of x (the exact form).</summary>
            public static Modules.GELU GELU() => new(false);

            /// <summary>x times the normal distribution function of x (the exact form).</summary>
            public static Modules.GELU GELU(bool inplace) => new(inplace);

            public static partial class functional
            {
                /// <summary>x times the normal distribution function of x (the exact form).</summary>
                public static Tensor gelu(Tensor x, bool inplace) =>
                    inplace ? x.gelu_().Shared() : x.gelu();

                /// <summary>x times the normal distribution function of x (the exact form).</summary>
                public static Tensor gelu(Tensor x) =>
                    x.gelu();
            }
        }
    }
}
