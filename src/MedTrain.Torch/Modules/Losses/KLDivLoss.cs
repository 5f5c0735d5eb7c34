using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The Kullback-Leibler divergence of a target from log-probabilities.</summary>
    public sealed class KLDivLoss : Loss<Tensor, Tensor, Tensor>
    {
        /// <summary>The Kullback-Leibler divergence of a target from log-probabilities.</summary>
        public KLDivLoss(bool log_target = true, nn.Reduction reduction = nn.Reduction.Mean)
            : base(reduction)
        {
            this.log_target = log_target;
        }

        /// <summary>Whether the target is given as logarithms.</summary>
        public bool log_target { get; }

        /// <summary>The loss.</summary>
        public override Tensor forward(Tensor input, Tensor target) =>
            nn.functional.kl_div(input, target, log_target, reduction);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The Kullback-Leibler divergence of a target from log-probabilities.</summary>
            public static KLDivLoss KLDivLoss(
                bool log_target = true, Reduction reduction = Reduction.Mean) => new(log_target, reduction);

            public static partial class functional
            {
                /// <summary>The Kullback-Leibler divergence of a target from log-probabilities.</summary>
                public static Tensor kl_div(
                    Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean) =>
                    Aten.Call("kl_div", input, target, (long)reduction, log_target);
            }
        }
    }
}
