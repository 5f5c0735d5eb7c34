namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>The rate times gamma every so many steps.</summary>
            public static LRScheduler StepLR(
                Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new impl.StepLR(optimizer, step_size, gamma, last_epoch, verbose);

            public static partial class impl
            {
                /// <summary>The rate times gamma every so many steps.</summary>
                public class StepLR : LRScheduler
                {
                    private readonly int every;
                    private readonly double factor;

                    /// <summary>Begins the schedule.</summary>
                    public StepLR(
                        Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step_size);
                        every = step_size;
                        factor = gamma;
                        step();
                    }

                    private protected override double Factor() => Math.Pow(factor, Epoch / every);
                }
            }
        }
    }
}
