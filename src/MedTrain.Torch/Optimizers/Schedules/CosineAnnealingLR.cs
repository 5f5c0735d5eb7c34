namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Down and up again along a cosine; T_max steps from the initial rate to eta_min.</summary>
            public static LRScheduler CosineAnnealingLR(
                Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false) =>
                new impl.CosineAnnealingLR(optimizer, T_max, eta_min, last_epoch, verbose);

            public static partial class impl
            {
                /// <summary>Down and up again along a cosine; T_max steps from the initial rate to eta_min.</summary>
                public class CosineAnnealingLR : LRScheduler
                {
                    private readonly double period;
                    private readonly double least;

                    /// <summary>Begins the schedule.</summary>
                    public CosineAnnealingLR(
                        Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        period = T_max;
                        least = eta_min;
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() =>
                        BaseRates.Select(rate => least + ((rate - least) * (1 + Math.Cos(Math.PI * Epoch / period)) / 2));
                }
            }
        }
    }
}
