namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>The initial rate times a function of the step.</summary>
            public static LRScheduler LambdaLR(
                Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false) =>
                new impl.LambdaLR(optimizer, lr_lambda, last_epoch, verbose);

            public static partial class impl
            {
                /// <summary>The initial rate times a function of the step.</summary>
                public class LambdaLR : LRScheduler
                {
                    private readonly Func<int, double>[] functions;

                    /// <summary>Begins the schedule.</summary>
                    public LambdaLR(
                        Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        functions = [.. BaseRates.Select(_ => lr_lambda)];
                        step();
                    }

                    /// <summary>Begins the schedule, with a function for each group.</summary>
                    public LambdaLR(
                        Optimizer optimizer, IEnumerable<Func<int, double>> lr_lambdas, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        functions = [.. lr_lambdas];
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() => BaseRates.Select((rate, i) => rate * functions[i](Epoch));
                }
            }
        }
    }
}
