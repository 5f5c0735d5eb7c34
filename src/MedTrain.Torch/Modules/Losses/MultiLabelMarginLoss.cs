using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The hinge between each target label and each other one, [N, labels].</summary>
    public sealed class MultiLabelMarginLoss : Loss<Tensor, Tensor, Tensor>
    {
        /// <summary>The hinge between each target label and each other one, [N, labels].</summary>
        public MultiLabelMarginLoss(nn.Reduction reduction = nn.Reduction.Mean)
            : base(reduction)
        {
        }

        /// <summary>The loss.</summary>
        public override Tensor forward(Tensor input, Tensor target) =>
            nn.functional.multi_label_margin_loss(input, target, reduction);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The hinge between each target label and each other one, [N, labels].</summary>
            public static MultiLabelMarginLoss MultiLabelMarginLoss(
                Reduction reduction = Reduction.Mean) => new(reduction);

            public static partial class functional
            {
                /// <summary>The hinge between each target label and each other one, [N, labels].</summary>
                public static Tensor multi_label_margin_loss(
                    Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                    Aten.Call("multilabel_margin_loss", input, target, (long)reduction);
            }
        }
    }
}
