using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>max(0, -target (x1 - x2) + margin).</summary>
    public sealed class MarginRankingLoss : Loss<Tensor, Tensor, Tensor, Tensor>
    {
        /// <summary>max(0, -target (x1 - x2) + margin).</summary>
        public MarginRankingLoss(double margin = 0, nn.Reduction reduction = nn.Reduction.Mean)
            : base(reduction)
        {
            this.margin = margin;
        }

        /// <summary>The margin.</summary>
        public double margin { get; }

        /// <summary>The loss.</summary>
        public override Tensor forward(Tensor input1, Tensor input2, Tensor target) =>
            nn.functional.margin_ranking_loss(input1, input2, target, margin, reduction);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>max(0, -target (x1 - x2) + margin).</summary>
            public static MarginRankingLoss MarginRankingLoss(
                double margin = 0, Reduction reduction = Reduction.Mean) => new(margin, reduction);

            public static partial class functional
            {
                /// <summary>max(0, -target (x1 - x2) + margin).</summary>
                public static Tensor margin_ranking_loss(
                    Tensor input1, Tensor input2, Tensor target, double margin = 0.0, Reduction reduction = Reduction.Mean) =>
                    Aten.Call("margin_ranking_loss", input1, input2, target, margin, (long)reduction);
            }
        }
    }
}
