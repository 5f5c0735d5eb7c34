namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>The rate times a function of each step.</summary>
            public static LRScheduler MultiplicativeLR(
                Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false) =>
                new impl.MultiplicativeLR(optimizer, lr_lambda, last_epoch, verbose);

            public static partial class impl
            {
                /// <summary>The rate times a function of each step.</summary>
                public class MultiplicativeLR : LRScheduler
                {
                    private readonly Func<int, double>[] functions;

                    /// <summary>Begins the schedule.</summary>
                    public MultiplicativeLR(
                        Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        functions = [.. BaseRates.Select(_ => lr_lambda)];
                        step();
                    }

                    /// <summary>Begins the schedule, with a function for each group.</summary>
                    public MultiplicativeLR(
                        Optimizer optimizer, IEnumerable<Func<int, double>> lr_lambdas, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        functions = [.. lr_lambdas];
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() =>
                        BaseRates.Select((rate, i) =>
                            Enumerable.Range(1, Math.Max(0, Epoch)).Aggregate(rate, (product, step) => product * functions[i](step)));
                }
            }
        }
    }
}
