using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The negative log-likelihood of normal numbers with predicted mean and variance.</summary>
    public sealed class GaussianNLLLoss : Loss<Tensor, Tensor, Tensor, Tensor>
    {
        /// <summary>The negative log-likelihood of normal numbers with predicted mean and variance.</summary>
        public GaussianNLLLoss(bool full = false, float eps = 1e-8f, nn.Reduction reduction = nn.Reduction.Mean)
            : base(reduction)
        {
            this.full = full;
            this.eps = eps;
        }

        /// <summary>Whether Stirling's term is added.</summary>
        public bool full { get; }

        /// <summary>Added before a logarithm or a division.</summary>
        public float eps { get; }

        /// <summary>The loss.</summary>
        public override Tensor forward(Tensor input, Tensor target, Tensor variance) =>
            nn.functional.gaussian_nll_loss(input, target, variance, full, eps, reduction);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The negative log-likelihood of normal numbers with predicted mean and variance.</summary>
            public static GaussianNLLLoss GaussianNLLLoss(
                bool full = false, float eps = 1e-8f, Reduction reduction = Reduction.Mean) => new(full, eps, reduction);

            public static partial class functional
            {
                /// <summary>The negative log-likelihood of normal numbers with predicted mean and variance.</summary>
                public static Tensor gaussian_nll_loss(
                    Tensor input, Tensor target, Tensor variance, bool full = false, float eps = 1e-6f,
                    Reduction reduction = Reduction.Mean) =>
                    GaussianLikelihood(input, target, variance, full, eps, reduction);

                private static Tensor GaussianLikelihood(
                    Tensor input, Tensor target, Tensor variance, bool full, double eps, Reduction reduction)
                {
                    var limited = variance.detach().clamp_min(eps) + (variance - variance.detach());
                    var losses = 0.5 * (limited.log() + ((input - target).square() / limited));
                    return Reduced(full ? losses + (0.5 * Math.Log(2 * Math.PI)) : losses, reduction);
                }
            }
        }
    }
}
