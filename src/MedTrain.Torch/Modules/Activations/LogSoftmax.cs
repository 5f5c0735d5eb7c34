using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The logarithm of the softmax along a dimension, computed without overflow.</summary>
    public sealed class LogSoftmax : ParameterLessModule<Tensor, Tensor>
    {
        internal LogSoftmax(long dim)
            : base(nameof(LogSoftmax))
        {
            this.dim = dim;
        }

        /// <summary>The dimension along which the values sum to one.</summary>
        public long dim { get; set; }

        /// <summary>Applies the function to each element.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.log_softmax(tensor, dim);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The logarithm of the softmax along a dimension, computed without overflow.</summary>
            public static Modules.LogSoftmax LogSoftmax(long dim) => new(dim);

            public static partial class functional
            {
                /// <summary>The logarithm of the softmax along a dimension, computed without overflow.</summary>
                public static Tensor log_softmax(Tensor x, long dim) =>
                    x.log_softmax(dim);
            }
        }
    }
}
