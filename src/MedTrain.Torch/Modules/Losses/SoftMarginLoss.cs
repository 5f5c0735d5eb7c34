using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>log(1 + e^(-target x)) for targets 1 and -1.</summary>
    public sealed class SoftMarginLoss : Loss<Tensor, Tensor, Tensor>
    {
        /// <summary>log(1 + e^(-target x)) for targets 1 and -1.</summary>
        public SoftMarginLoss(nn.Reduction reduction = nn.Reduction.Mean)
            : base(reduction)
        {
        }

        /// <summary>The loss.</summary>
        public override Tensor forward(Tensor input, Tensor target) =>
            nn.functional.soft_margin_loss(input, target, reduction);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>log(1 + e^(-target x)) for targets 1 and -1.</summary>
            public static SoftMarginLoss SoftMarginLoss(
                Reduction reduction = Reduction.Mean) => new(reduction);

            public static partial class functional
            {
                /// <summary>log(1 + e^(-target x)) for targets 1 and -1.</summary>
                public static Tensor soft_margin_loss(
                    Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                    Aten.Call("soft_margin_loss", input, target, (long)reduction);
            }
        }
    }
}
