using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Divides each element by a power of the mean square of its neighbours among the channels (AlexNet, GoogLeNet).</summary>
    public sealed class LocalResponseNorm : ParameterLessModule<Tensor, Tensor>
    {
        internal LocalResponseNorm(long size, double alpha, double beta, double k)
            : base(nameof(LocalResponseNorm))
        {
            this.size = size;
            this.alpha = alpha;
            this.beta = beta;
            this.k = k;
        }

        /// <summary>How many neighbouring channels count.</summary>
        public long size { get; set; }

        /// <summary>The factor of the mean square.</summary>
        public double alpha { get; set; }

        /// <summary>The exponent.</summary>
        public double beta { get; set; }

        /// <summary>Added to the mean square.</summary>
        public double k { get; set; }

        /// <summary>Normalises [N, C, …].</summary>
        public override Tensor forward(Tensor input) => nn.functional.local_response_norm(input, size, alpha, beta, k);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Divides each element by a power of the mean square of its neighbours among the channels.</summary>
            public static Modules.LocalResponseNorm LocalResponseNorm(
                long size, double alpha = 0.0001, double beta = 0.75, double k = 1.0) =>
                new(size, alpha, beta, k);
        }
    }
}
