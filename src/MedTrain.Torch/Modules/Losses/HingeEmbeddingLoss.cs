using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x for the target 1, max(0, margin - x) for -1.</summary>
    public sealed class HingeEmbeddingLoss : Loss<Tensor, Tensor, Tensor>
    {
        /// <summary>x for the target 1, max(0, margin - x) for -1.</summary>
        public HingeEmbeddingLoss(double margin = 0.0, nn.Reduction reduction = nn.Reduction.Mean)
            : base(reduction)
        {
            this.margin = margin;
        }

        /// <summary>The margin.</summary>
        public double margin { get; }

        /// <summary>The loss.</summary>
        public override Tensor forward(Tensor input, Tensor target) =>
            nn.functional.hinge_embedding_loss(input, target, margin, reduction);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>x for the target 1, max(0, margin - x) for -1.</summary>
            public static HingeEmbeddingLoss HingeEmbeddingLoss(
                double margin = 1.0, Reduction reduction = Reduction.Mean) => new(margin, reduction);

            public static partial class functional
            {
                /// <summary>x for the target 1, max(0, margin - x) for -1.</summary>
                public static Tensor hinge_embedding_loss(
                    Tensor input, Tensor target, double margin = 0.0, Reduction reduction = Reduction.Mean) =>
                    Aten.Call("hinge_embedding_loss", input, target, margin, (long)reduction);
            }
        }
    }
}
