using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The squared difference.</summary>
    public sealed class MSELoss : Loss<Tensor, Tensor, Tensor>
    {
        /// <summary>The squared difference.</summary>
        public MSELoss(nn.Reduction reduction = nn.Reduction.Mean)
            : base(reduction)
        {
        }

        /// <summary>The loss.</summary>
        public override Tensor forward(Tensor input, Tensor target) =>
            nn.functional.mse_loss(input, target, reduction);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The squared difference.</summary>
            public static MSELoss MSELoss(
                Reduction reduction = Reduction.Mean) => new(reduction);

            public static partial class functional
            {
                /// <summary>The squared difference.</summary>
                public static Tensor mse_loss(
                    Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                    Aten.Call("mse_loss", input, target, (long)reduction);
            }
        }
    }
}
