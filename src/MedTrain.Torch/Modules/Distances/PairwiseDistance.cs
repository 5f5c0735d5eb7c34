using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The p-norm of the difference of vectors along the last dimension.</summary>
    public sealed class PairwiseDistance : ParameterLessModule<Tensor, Tensor, Tensor>
    {
        internal PairwiseDistance(double norm, double eps, bool keepdim)
            : base(nameof(PairwiseDistance))
        {
            this.norm = norm;
            this.eps = eps;
            this.keepdim = keepdim;
        }

        /// <summary>p.</summary>
        public double norm { get; set; }

        /// <summary>Added to each difference.</summary>
        public double eps { get; set; }

        /// <summary>Keep the last dimension, with size 1.</summary>
        public bool keepdim { get; set; }

        /// <summary>Compares the vectors of two tensors.</summary>
        public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.pairwise_distance(input1, input2, norm, eps, keepdim);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The p-norm of the difference of vectors along the last dimension.</summary>
            public static Modules.PairwiseDistance PairwiseDistance(double p = 2.0, double eps = 1e-6, bool keepdim = false) =>
                new(p, eps, keepdim);

            public static partial class functional
            {
                /// <summary>The p-norm of the difference of vectors along the last dimension.</summary>
                public static Tensor pairwise_distance(
                    Tensor input1, Tensor input2, double p = 2.0, double eps = 1e-6, bool keepdim = false) =>
                    Aten.Call("pairwise_distance", input1, input2, p, eps, keepdim);
            }
        }
    }
}
