using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>One dimension split into several.</summary>
    public sealed class Unflatten : ParameterLessModule<Tensor, Tensor>
    {
        internal Unflatten(long dim, long[] unflattened_size)
            : base(nameof(Unflatten))
        {
            this.dim = dim;
            this.unflattened_size = unflattened_size;
        }

        /// <summary>The dimension that is split.</summary>
        public long dim { get; set; }

        /// <summary>The sizes that take its place; one may be -1.</summary>
        public long[] unflattened_size { get; set; }

        /// <summary>The input in its new shape.</summary>
        public override Tensor forward(Tensor tensor) => tensor.unflatten(dim, unflattened_size);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>One dimension split into several.</summary>
            public static Modules.Unflatten Unflatten(long dim, long[] unflattened_size) => new(dim, unflattened_size);
        }
    }
}
