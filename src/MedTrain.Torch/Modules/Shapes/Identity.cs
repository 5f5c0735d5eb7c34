using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The input itself.</summary>
    public sealed class Identity : ParameterLessModule<Tensor, Tensor>
    {
        internal Identity()
            : base(nameof(Identity))
        {
        }

        /// <summary>Applies the function to each element.</summary>
        public override Tensor forward(Tensor tensor) => tensor.Shared();
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The input itself.</summary>
            public static Modules.Identity Identity() => new();
        }
    }
}
