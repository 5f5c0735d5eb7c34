using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The absolute difference.</summary>
    public sealed class L1Loss : Loss<Tensor, Tensor, Tensor>
    {
        /// <summary>The absolute difference.</summary>
        public L1Loss(nn.Reduction reduction = nn.Reduction.Mean)
            : base(reduction)
        {
        }

        /// <summary>The loss.</summary>
        public override Tensor forward(Tensor input, Tensor target) =>
            nn.functional.l1_loss(input, target, reduction);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The absolute difference.</summary>
            public static L1Loss L1Loss(
                Reduction reduction = Reduction.Mean) => new(reduction);

            public static partial class functional
            {
                /// <summary>The absolute difference.</summary>
                public static Tensor l1_loss(
                    Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                    Aten.Call("l1_loss", input, target, (long)reduction);
            }
        }
    }
}
