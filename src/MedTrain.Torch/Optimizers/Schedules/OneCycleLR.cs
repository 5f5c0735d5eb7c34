using AnnealStrategy = TorchSharp.torch.optim.lr_scheduler.impl.OneCycleLR.AnnealStrategy;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Schedules of learning rates.</summary>
        public static partial class lr_scheduler
        {
            /// <summary>One cycle (Smith and Topin 2019): up from max_lr / div_factor to max_lr, then down far below; momentum the other
            /// way round.</summary>
            public static LRScheduler OneCycleLR(
                Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3,
                AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85,
                double max_momentum = 0.95,
                double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1,
                bool verbose = false) =>
                new impl.OneCycleLR(
                    optimizer, max_lr, total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, base_momentum,
                    max_momentum,
                    div_factor, final_div_factor, three_phase, last_epoch, verbose);

            /// <summary>The kinds of schedules.</summary>
            public static partial class impl
            {
                /// <summary>One cycle of learning rate and momentum.</summary>
                public class OneCycleLR : LRScheduler
                {
                    private readonly double[] highest;
                    private readonly (double End, double From, double To, double MomentumFrom, double MomentumTo)[] phases;
                    private readonly int steps;
                    private readonly bool linear;
                    private readonly bool withMomentum;

                    /// <summary>Begins the schedule.</summary>
                    /// <exception cref="ArgumentException">The number of steps is not given, or the optimizer has no momentum to
                    /// change.</exception>
                    public OneCycleLR(
                        Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1,
                        double pct_start = 0.3,
                        AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85,
                        double max_momentum = 0.95,
                        double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1,
                        bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        steps = total_steps != -1 ? total_steps : epochs * steps_per_epoch;
                        if (steps <= 0 || (total_steps == -1 && epochs <= 0) || pct_start is < 0 or > 1)
                        {
                            throw new ArgumentException(
                                "OneCycleLR needs total_steps, or epochs and steps_per_epoch, all positive, and pct_start from 0 to 1.");
                        }

                        if (cycle_momentum && Groups.Any(group => group is not (IBetas or IMomentum)))
                        {
                            throw new ArgumentException(
                                "The optimizer has no momentum to change; pass cycle_momentum: false.", nameof(optimizer));
                        }

                        linear = anneal_strategy == AnnealStrategy.Linear;
                        withMomentum = cycle_momentum;
                        highest = [.. BaseRates.Select(_ => max_lr)];
                        var (low, least) = (1 / div_factor, 1 / div_factor / final_div_factor);
                        phases = three_phase
                            ?
                            [
                                ((pct_start * steps) - 1, low, 1, max_momentum, base_momentum),
                                ((2 * pct_start * steps) - 2, 1, low, base_momentum, max_momentum),
                                (steps - 1, low, least, max_momentum, max_momentum),
                            ]
                            : [((pct_start * steps) - 1, low, 1, max_momentum, base_momentum),
                                (steps - 1, 1, least, base_momentum, max_momentum)];
                        step();
                    }

                    /// <summary>How the values go from one end of a phase to the other.</summary>
                    public enum AnnealStrategy
                    {
                        /// <summary>Along half a cosine.</summary>
                        Cos,

                        /// <summary>In a straight line.</summary>
                        Linear,
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        if (Epoch > steps)
                        {
                            throw new InvalidOperationException($"The schedule has {steps} steps, step {Epoch + 1} was asked for.");
                        }

                        var i = Array.FindIndex(phases, phase => Epoch <= phase.End);
                        i = i < 0 ? phases.Length - 1 : i;
                        var start = i == 0 ? 0 : phases[i - 1].End;
                        var share = (Epoch - start) / (phases[i].End - start);
                        if (withMomentum)
                        {
                            SetMomentum(Between(phases[i].MomentumFrom, phases[i].MomentumTo, share));
                        }

                        return highest.Select(rate => Between(phases[i].From * rate, phases[i].To * rate, share));
                    }

                    private double Between(double from, double to, double share) =>
                        linear ? from + ((to - from) * share) : to + ((from - to) / 2 * (1 + Math.Cos(Math.PI * share)));

                    private void SetMomentum(double value)
                    {
                        foreach (var group in Groups)
                        {
                            if (group is IBetas betas)
                            {
                                betas.Betas = (value, betas.Betas.Item2);
                            }
                            else if (group is IMomentum momentum)
                            {
                                momentum.Momentum = value;
                            }
                        }
                    }
                }
            }
        }
    }
}
