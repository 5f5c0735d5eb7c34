using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A run of dimensions merged into one.</summary>
    public sealed class Flatten : ParameterLessModule<Tensor, Tensor>
    {
        internal Flatten(long start_dim, long end_dim)
            : base(nameof(Flatten))
        {
            this.start_dim = start_dim;
            this.end_dim = end_dim;
        }

        /// <summary>The first dimension merged.</summary>
        public long start_dim { get; set; }

        /// <summary>The last dimension merged.</summary>
        public long end_dim { get; set; }

        /// <summary>Applies the function to each element.</summary>
        public override Tensor forward(Tensor input) => input.flatten(start_dim, end_dim);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A run of dimensions merged into one.</summary>
            public static Modules.Flatten Flatten(long start_dim = 1, long end_dim = -1) => new(start_dim, end_dim);
        }
    }
}
