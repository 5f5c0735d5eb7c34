using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>min(max(x + 3, 0), 6) / 6.</summary>
    public sealed class Hardsigmoid : ParameterLessModule<Tensor, Tensor>
    {
        internal Hardsigmoid(bool inplace)
            : base(nameof(Hardsigmoid))
        {
            this.inplace = inplace;
        }

        /// <summary>Overwrite the input.</summary>
        public bool inplace { get; set; }

        /// <summary>Applies the function to each element.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.hardsigmoid(tensor, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>min(max(x + 3, 0), 6) / 6.</summary>
            public static Modules.Hardsigmoid Hardsigmoid(bool inplace = false) => new(inplace);

            public static partial class functional
            {
                /// <summary>min(max(x + 3, 0), 6) / 6.</summary>
                public static Tensor hardsigmoid(Tensor input, bool inplace = false) =>
                    inplace ? input.hardsigmoid_().Shared() : input.hardsigmoid();
            }
        }
    }
}
