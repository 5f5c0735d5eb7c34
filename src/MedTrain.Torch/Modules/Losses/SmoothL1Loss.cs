using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The absolute difference, quadratic below beta.</summary>
    public sealed class SmoothL1Loss : Loss<Tensor, Tensor, Tensor>
    {
        /// <summary>The absolute difference, quadratic below beta.</summary>
        public SmoothL1Loss(nn.Reduction reduction = nn.Reduction.Mean, double beta = 1.0)
            : base(reduction)
        {
            this.beta = beta;
        }

        /// <summary>Where quadratic becomes linear.</summary>
        public double beta { get; }

        /// <summary>The loss.</summary>
        public override Tensor forward(Tensor input, Tensor target) =>
            nn.functional.smooth_l1_loss(input, target, reduction, beta);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The absolute difference, quadratic below beta.</summary>
            public static SmoothL1Loss SmoothL1Loss(
                Reduction reduction = Reduction.Mean, double beta = 1.0) => new(reduction, beta);

            public static partial class functional
            {
                /// <summary>The absolute difference, quadratic below beta.</summary>
                public static Tensor smooth_l1_loss(
                    Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1.0) =>
                    Aten.Call("smooth_l1_loss", input, target, (long)reduction, beta);
            }
        }
    }
}
