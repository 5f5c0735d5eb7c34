namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>The initial rate times a factor until a step, then the initial rate.</summary>
            public static LRScheduler ConstantLR(
                Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1, bool verbose = false) =>
                new impl.ConstantLR(optimizer, factor, total_iters, last_epoch, verbose);

            public static partial class impl
            {
                /// <summary>The initial rate times a factor until a step, then the initial rate.</summary>
                public class ConstantLR : LRScheduler
                {
                    private readonly double first;
                    private readonly int steps;

                    /// <summary>Begins the schedule.</summary>
                    public ConstantLR(
                        Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        first = factor is >= 0 and <= 1 ? factor
                            : throw new ArgumentException($"The factor must be from 0 to 1, was {factor}.", nameof(factor));
                        steps = total_iters;
                        step();
                    }

                    private protected override double Factor() => Epoch < steps ? first : 1;
                }
            }
        }
    }
}
