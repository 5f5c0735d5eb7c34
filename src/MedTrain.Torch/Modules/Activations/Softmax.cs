using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>e^x divided by its sum along a dimension.</summary>
    public sealed class Softmax : ParameterLessModule<Tensor, Tensor>
    {
        internal Softmax(long dim)
            : base(nameof(Softmax))
        {
            this.dim = dim;
        }

        /// <summary>The dimension along which the values sum to one.</summary>
        public long dim { get; set; }

        /// <summary>Applies the function to each element.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.softmax(tensor, dim);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>e^x divided by its sum along a dimension.</summary>
            public static Modules.Softmax Softmax(long dim) => new(dim);

            public static partial class functional
            {
                /// <summary>e^x divided by its sum along a dimension.</summary>
                public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) =>
                    input.softmax(dim, dtype);
            }
        }
    }
}
