using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The mean binary cross-entropy of the logits of all labels, [N, labels].</summary>
    public sealed class MultiLabelSoftMarginLoss : WeightedLoss<Tensor, Tensor, Tensor>
    {
        /// <summary>The mean binary cross-entropy of the logits of all labels, [N, labels].</summary>
        public MultiLabelSoftMarginLoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean)
            : base(weight, reduction)
        {
        }

        /// <summary>The loss.</summary>
        public override Tensor forward(Tensor input, Tensor target) =>
            nn.functional.multilabel_soft_margin_loss(input, target, weight, reduction);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The mean binary cross-entropy of the logits of all labels, [N, labels].</summary>
            public static MultiLabelSoftMarginLoss MultiLabelSoftMarginLoss(
                Tensor? weight = null, Reduction reduction = Reduction.Mean) => new(weight, reduction);

            public static partial class functional
            {
                /// <summary>The mean binary cross-entropy of the logits of all labels, [N, labels].</summary>
                public static Tensor multilabel_soft_margin_loss(
                    Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                    Reduced(Weighted(-(target * input.log_sigmoid() + (1 - target) * (-input).log_sigmoid()), weight)
                        .mean([-1]), reduction);

                private static Tensor Weighted(Tensor losses, Tensor? weight) => weight is null ? losses : losses * weight;

                private static Tensor Reduced(Tensor losses, Reduction reduction) => reduction switch
                {
                    Reduction.Mean => losses.mean(),
                    Reduction.Sum => losses.sum(),
                    _ => losses,
                };
            }
        }
    }
}
