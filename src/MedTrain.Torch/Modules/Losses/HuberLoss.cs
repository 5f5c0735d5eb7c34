using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Quadratic up to delta, then linear.</summary>
    public sealed class HuberLoss : Loss<Tensor, Tensor, Tensor>
    {
        /// <summary>Quadratic up to delta, then linear.</summary>
        public HuberLoss(double delta = 1.0, nn.Reduction reduction = nn.Reduction.Mean)
            : base(reduction)
        {
            this.delta = delta;
        }

        /// <summary>Where quadratic becomes linear.</summary>
        public double delta { get; }

        /// <summary>The loss.</summary>
        public override Tensor forward(Tensor input, Tensor target) =>
            nn.functional.huber_loss(input, target, delta, reduction);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Quadratic up to delta, then linear.</summary>
            public static HuberLoss HuberLoss(
                double delta = 1.0, Reduction reduction = Reduction.Mean) => new(delta, reduction);

            public static partial class functional
            {
                /// <summary>Quadratic up to delta, then linear.</summary>
                public static Tensor huber_loss(
                    Tensor input, Tensor target, double delta = 1.0, Reduction reduction = Reduction.Mean) =>
                    Aten.Call("huber_loss", input, target, (long)reduction, delta);
            }
        }
    }
}
