namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>The rate times gamma at each milestone.</summary>
            public static LRScheduler MultiStepLR(
                Optimizer optimizer, IList<int> milestones, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new impl.MultiStepLR(optimizer, milestones, gamma, last_epoch, verbose);

            public static partial class impl
            {
                /// <summary>The rate times gamma at each milestone.</summary>
                public class MultiStepLR : LRScheduler
                {
                    private readonly int[] stones;
                    private readonly double factor;

                    /// <summary>Begins the schedule.</summary>
                    public MultiStepLR(
                        Optimizer optimizer, IList<int> milestones, double gamma = 0.1, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        stones = [.. milestones];
                        factor = gamma;
                        step();
                    }

                    private protected override double Factor() => Math.Pow(factor, stones.Count(stone => stone <= Epoch));
                }
            }
        }
    }
}
