namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>The rate times gamma every step.</summary>
            public static LRScheduler ExponentialLR(
                Optimizer optimizer, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new impl.ExponentialLR(optimizer, gamma, last_epoch, verbose);

            public static partial class impl
            {
                /// <summary>The rate times gamma every step.</summary>
                public class ExponentialLR : LRScheduler
                {
                    private readonly double factor;

                    /// <summary>Begins the schedule.</summary>
                    public ExponentialLR(
                        Optimizer optimizer, double gamma = 0.1, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        factor = gamma;
                        step();
                    }

                    private protected override double Factor() => Math.Pow(factor, Epoch);
                }
            }
        }
    }
}
