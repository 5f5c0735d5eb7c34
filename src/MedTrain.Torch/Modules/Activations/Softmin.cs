using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The softmax of the negative.</summary>
    public sealed class Softmin : ParameterLessModule<Tensor, Tensor>
    {
        internal Softmin(long dim)
            : base(nameof(Softmin))
        {
            this.dim = dim;
        }

        /// <summary>The dimension along which the values sum to one.</summary>
        public long dim { get; set; }

        /// <summary>Applies the function to each element.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.softmin(tensor, dim);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The softmax of the negative.</summary>
            public static Modules.Softmin Softmin(long dim) => new(dim);

            public static partial class functional
            {
                /// <summary>The softmax of the negative.</summary>
                public static Tensor softmin(Tensor x, long dim) =>
                    (-x).softmax(dim);
            }
        }
    }
}
