using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The negative log-likelihood of log-probabilities [N, classes, …] with class numbers [N, …].</summary>
    public sealed class NLLLoss : WeightedLoss<Tensor, Tensor, Tensor>
    {
        /// <summary>The negative log-likelihood of log-probabilities [N, classes, …] with class numbers [N, …].</summary>
        public NLLLoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean)
            : base(weight, reduction)
        {
        }

        /// <summary>The loss.</summary>
        public override Tensor forward(Tensor input, Tensor target) =>
            nn.functional.nll_loss(input, target, weight, reduction);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The negative log-likelihood of log-probabilities [N, classes, …] with class numbers [N, …].</summary>
            public static NLLLoss NLLLoss(
                Tensor? weight = null, Reduction reduction = Reduction.Mean) => new(weight, reduction);

            public static partial class functional
            {
                /// <summary>The negative log-likelihood of log-probabilities [N, classes, …] with class numbers [N, …].</summary>
                public static Tensor nll_loss(
                    Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                    Aten.Call("nll_loss_nd", input, target, weight, (long)reduction);
            }
        }
    }
}
