using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>1 - cos for the target 1, max(0, cos - margin) for -1.</summary>
    public sealed class CosineEmbeddingLoss : Loss<Tensor, Tensor, Tensor, Tensor>
    {
        /// <summary>1 - cos for the target 1, max(0, cos - margin) for -1.</summary>
        public CosineEmbeddingLoss(double margin = 0.0, nn.Reduction reduction = nn.Reduction.Mean)
            : base(reduction)
        {
            this.margin = margin;
        }

        /// <summary>The margin.</summary>
        public double margin { get; }

        /// <summary>The loss.</summary>
        public override Tensor forward(Tensor input1, Tensor input2, Tensor target) =>
            nn.functional.cosine_embedding_loss(input1, input2, target, margin, reduction);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>1 - cos for the target 1, max(0, cos - margin) for -1.</summary>
            public static CosineEmbeddingLoss CosineEmbeddingLoss(
                double margin = 0.0, Reduction reduction = Reduction.Mean) => new(margin, reduction);

            public static partial class functional
            {
                /// <summary>1 - cos for the target 1, max(0, cos - margin) for -1.</summary>
                public static Tensor cosine_embedding_loss(
                    Tensor input1, Tensor input2, Tensor target, double margin = 0.0, Reduction reduction = Reduction.Mean) =>
                    Aten.Call("cosine_embedding_loss", input1, input2, target, margin, (long)reduction);
            }
        }
    }
}
