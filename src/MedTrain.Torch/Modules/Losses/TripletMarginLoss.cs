using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>max(0, |anchor - positive| - |anchor - negative| + margin).</summary>
    public sealed class TripletMarginLoss : Loss<Tensor, Tensor, Tensor, Tensor>
    {
        private readonly double eps;
        private readonly bool swap;

        /// <summary>max(0, |anchor - positive| - |anchor - negative| + margin).</summary>
        public TripletMarginLoss(
            double margin = 1.0, long p = 2, double eps = 1e-06, bool swap = false, nn.Reduction reduction = nn.Reduction.Mean)
            : base(reduction)
        {
            this.margin = margin;
            this.p = p;
            this.eps = eps;
            this.swap = swap;
        }

        /// <summary>The margin.</summary>
        public double margin { get; }

        /// <summary>The norm.</summary>
        public long p { get; }

        /// <summary>The loss.</summary>
        public override Tensor forward(Tensor anchor, Tensor positive, Tensor negative) =>
            nn.functional.triplet_margin_loss(anchor, positive, negative, margin, p, eps, swap, reduction);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>max(0, |anchor - positive| - |anchor - negative| + margin).</summary>
            public static TripletMarginLoss TripletMarginLoss(
                double margin = 1.0, long p = 2, double eps = 1e-06, bool swap = false, Reduction reduction = Reduction.Mean) =>
                new(margin, p, eps, swap, reduction);

            public static partial class functional
            {
                /// <summary>max(0, |anchor - positive| - |anchor - negative| + margin).</summary>
                public static Tensor triplet_margin_loss(
                    Tensor anchor, Tensor positive, Tensor negative, double margin = 1.0, long p = 2, double eps = 1e-06, bool swap = false,
                    Reduction reduction = Reduction.Mean) =>
                    Aten.Call("triplet_margin_loss", anchor, positive, negative, margin, p, eps, swap, (long)reduction);
            }
        }
    }
}
