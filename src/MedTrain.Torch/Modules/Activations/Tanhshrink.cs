using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x - tanh(x).</summary>
    public sealed class Tanhshrink : ParameterLessModule<Tensor, Tensor>
    {
        internal Tanhshrink(bool inplace)
            : base(nameof(Tanhshrink))
        {
            this.inplace = inplace;
        }

        /// <summary>Overwrite the input.</summary>
        public bool inplace { get; set; }

        /// <summary>Applies the function to each element.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.tanhshrink(tensor, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>x - tanh(x).</summary>
            public static Modules.Tanhshrink Tanhshrink() => new(false);

            /// <summary>x - tanh(x).</summary>
            public static Modules.Tanhshrink Tanhshrink(bool inplace = false) => new(inplace);

            public static partial class functional
            {
                /// <summary>x - tanh(x).</summary>
                public static Tensor tanhshrink(Tensor x, bool inplace = false) =>
                    inplace ? x.sub_(x.tanh()).Shared() : x - x.tanh();
            }
        }
    }
}
