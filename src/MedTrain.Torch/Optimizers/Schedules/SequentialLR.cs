namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Several schedules of one optimizer, one after the other; each begins anew at its milestone.</summary>
            public static LRScheduler SequentialLR(
                Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1) =>
                new impl.SequentialLR(optimizer, schedulers, milestones, last_epoch);

            public static partial class impl
            {
                /// <summary>Several schedules of one optimizer, one after the other.</summary>
                public class SequentialLR : LRScheduler
                {
                    private readonly LRScheduler[] parts;
                    private readonly int[] starts;

                    /// <summary>Begins with the first schedule.</summary>
                    /// <exception cref="ArgumentException">There is not one milestone between each two schedules, or they are of another
                    /// optimizer.</exception>
                    public SequentialLR(
                        Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1)
                        : base(optimizer, last_epoch)
                    {
                        parts = [.. schedulers];
                        starts = [0, .. milestones];
                        if (!ReferenceEquals(OptimizerOf(parts), optimizer))
                        {
                            throw new ArgumentException("All schedules must be of the same optimizer.", nameof(schedulers));
                        }

                        if (parts.Length != starts.Length)
                        {
                            throw new ArgumentException(
                                $"{parts.Length} schedules need {parts.Length - 1} milestones, {starts.Length - 1} were given.",
                                nameof(milestones));
                        }

                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        var i = Math.Max(0, Array.FindLastIndex(starts, start => start <= Epoch));
                        parts[i].step(Epoch - starts[i]);
                        return parts[i].get_last_lr();
                    }
                }
            }
        }
    }
}
