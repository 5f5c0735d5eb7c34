using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x / (1 + |x|).</summary>
    public sealed class Softsign : ParameterLessModule<Tensor, Tensor>
    {
        internal Softsign(bool inplace)
            : base(nameof(Softsign))
        {
            this.inplace = inplace;
        }

        /// <summary>Overwrite the input.</summary>
        public bool inplace { get; set; }

        /// <summary>Applies the function to each element.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.softsign(tensor, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>x / (1 + |x|).</summary>
            public static Modules.Softsign Softsign() => new(false);

            /// <summary>x / (1 + |x|).</summary>
            public static Modules.Softsign Softsign(bool inplace) => new(inplace);

            public static partial class functional
            {
                /// <summary>x / (1 + |x|).</summary>
                public static Tensor softsign(Tensor x, bool inplace = false) =>
                    inplace ? x.div_(x.abs().add(1)).Shared() : x / (x.abs() + 1);
            }
        }
    }
}
