using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x times the hard sigmoid of x.</summary>
    public sealed class Hardswish : ParameterLessModule<Tensor, Tensor>
    {
        internal Hardswish(bool inplace)
            : base(nameof(Hardswish))
        {
            this.inplace = inplace;
        }

        /// <summary>Overwrite the input.</summary>
        public bool inplace { get; set; }

        /// <summary>Applies the function to each element.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.hardswish(tensor, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>x times the hard sigmoid of x.</summary>
            public static Modules.Hardswish Hardswish(bool inplace = false) => new(inplace);

            public static partial class functional
            {
                /// <summary>x times the hard sigmoid of x.</summary>
                public static Tensor hardswish(Tensor input, bool inplace = false) =>
                    inplace ? input.hardswish_().Shared() : input.hardswish();
            }
        }
    }
}
