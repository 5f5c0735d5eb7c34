using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x tanh(softplus(x)).</summary>
    public sealed class Mish : ParameterLessModule<Tensor, Tensor>
    {
        internal Mish(bool inplace)
            : base(nameof(Mish))
        {
            this.inplace = inplace;
        }

        /// <summary>Overwrite the input.</summary>
        public bool inplace { get; set; }

        /// <summary>Applies the function to each element.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.mish(tensor, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>x tanh(softplus(x)).</summary>
            public static Modules.Mish Mish() => new(false);

            /// <summary>x tanh(softplus(x)).</summary>
            public static Modules.Mish Mish(bool inplace) => new(inplace);

            public static partial class functional
            {
                /// <summary>x tanh(softplus(x)).</summary>
                public static Tensor mish(Tensor x, bool inplace = false) =>
                    inplace ? Aten.InPlace("mish_", x).Shared() : Aten.Call("mish", x);
            }
        }
    }
}
