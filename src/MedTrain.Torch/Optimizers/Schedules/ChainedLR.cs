namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Several schedules of one optimizer at once: the rates are multiplied by all their factors.</summary>
            public static LRScheduler ChainedLR(IEnumerable<LRScheduler> schedulers) => new impl.ChainedLR(schedulers);

            public static partial class impl
            {
                /// <summary>Several schedules of one optimizer at once.</summary>
                public class ChainedLR : LRScheduler
                {
                    private readonly LRScheduler[] parts;

                    /// <summary>Joins schedules that have begun.</summary>
                    /// <exception cref="ArgumentException">There are none, or they are of several optimizers.</exception>
                    public ChainedLR(IEnumerable<LRScheduler> schedulers)
                        : base(OptimizerOf(schedulers), 0)
                    {
                        parts = [.. schedulers];
                        SetRates(Products());
                    }

                    /// <summary>Goes on by one step.</summary>
                    public override void step() => step(null);

                    /// <summary>Goes to a step, or on by one.</summary>
                    public override void step(int? epoch)
                    {
                        Epoch = epoch ?? (Epoch + 1);
                        foreach (var part in parts)
                        {
                            part.step(epoch);
                        }

                        SetRates(Products());
                    }

                    private List<double> Products() =>
                        [.. BaseRates.Select((rate, i) => rate == 0 ? 0
                            : parts.Aggregate(rate, (product, part) => product * part.get_last_lr().ElementAt(i) / rate))];
                }
            }
        }
    }
}
