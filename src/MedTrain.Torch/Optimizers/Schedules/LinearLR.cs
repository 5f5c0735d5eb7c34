namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>The initial rate times a factor that goes linearly from one value to another.</summary>
            public static LRScheduler LinearLR(
                Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 5, int total_iters = 5, int last_epoch = -1,
                bool verbose = false) =>
                new impl.LinearLR(optimizer, start_factor, end_factor, total_iters, last_epoch, verbose);

            public static partial class impl
            {
                /// <summary>The initial rate times a factor that goes linearly from one value to another.</summary>
                public class LinearLR : LRScheduler
                {
                    private readonly double first;
                    private readonly double last;
                    private readonly int steps;

                    /// <summary>Begins the schedule.</summary>
                    public LinearLR(
                        Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1.0, int total_iters = 5,
                        int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        first = start_factor;
                        last = end_factor;
                        steps = total_iters;
                        step();
                    }

                    private protected override double Factor() => first + ((last - first) * Math.Min(steps, Epoch) / steps);
                }
            }
        }
    }
}
