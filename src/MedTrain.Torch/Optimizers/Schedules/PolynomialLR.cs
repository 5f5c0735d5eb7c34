namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>The initial rate times a power of the share of steps that are left.</summary>
            public static LRScheduler PolynomialLR(
                Optimizer optimizer, int total_iters = 5, int power = 1, int last_epoch = -1, bool verbose = false) =>
                new impl.PolynomialLR(optimizer, total_iters, power, last_epoch, verbose);

            public static partial class impl
            {
                /// <summary>The initial rate times a power of the share of steps that are left.</summary>
                public class PolynomialLR : LRScheduler
                {
                    private readonly int steps;
                    private readonly int power;

                    /// <summary>Begins the schedule.</summary>
                    public PolynomialLR(
                        Optimizer optimizer, int total_iters = 5, int power = 1, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(total_iters);
                        steps = total_iters;
                        this.power = power;
                        step();
                    }

                    private protected override double Factor() => Math.Pow(1 - (Math.Min(steps, Epoch) / (double)steps), power);
                }
            }
        }
    }
}
