using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>1 / (1 + e^-x).</summary>
    public sealed class Sigmoid : ParameterLessModule<Tensor, Tensor>
    {
        internal Sigmoid(bool inplace)
            : base(nameof(Sigmoid))
        {
            this.inplace = inplace;
        }

        /// <summary>Overwrite the input.</summary>
        public bool inplace { get; set; }

        /// <summary>Applies the function to each element.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.sigmoid(tensor, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>1 / (1 + e^-x).</summary>
            public static Modules.Sigmoid Sigmoid() => new(false);

            /// <summary>1 / (1 + e^-x).</summary>
            public static Modules.Sigmoid Sigmoid(bool inplace) => new(inplace);

            public static partial class functional
            {
                /// <summary>1 / (1 + e^-x).</summary>
                public static Tensor sigmoid(Tensor x, bool inplace) =>
                    inplace ? x.sigmoid_().Shared() : x.sigmoid();

                /// <summary>1 / (1 + e^-x).</summary>
                public static Tensor sigmoid(Tensor x) =>
                    x.sigmoid();
            }
        }
    }
}
