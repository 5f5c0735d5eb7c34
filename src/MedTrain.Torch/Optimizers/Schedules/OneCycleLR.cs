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

            /// <summary>One cycle, with a highest rate (and momenta) for each group.</summary>
            public static LRScheduler OneCycleLR(
                Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1,
                double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true,
                IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, double div_factor = 25,
                double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false) =>
                new impl.OneCycleLR(
                    optimizer, max_lr, total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, base_momentum,
                    max_momentum, div_factor, final_div_factor, three_phase, last_epoch, verbose);

            /// <summary>The kinds of schedules.</summary>
            public static partial class impl
            {
                /// <summary>One cycle of learning rate and momentum.</summary>
                public class OneCycleLR : LRScheduler
                {
                    private readonly double[] highest;
                    private readonly double[] momentumLow;
                    private readonly double[] momentumHigh;
                    private readonly (double End, double From, double To, bool Falling, bool Level)[] phases;
                    private readonly int steps;
                    private readonly bool linear;
                    private readonly bool withMomentum;

                    /// <summary>Begins the schedule with the same rates for each group.</summary>
                    public OneCycleLR(
                        Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1,
                        double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true,
                        double base_momentum = 0.85, double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 1e4,
                        bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : this(
                            optimizer, [max_lr], total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum,
                            [base_momentum], [max_momentum], div_factor, final_div_factor, three_phase, last_epoch, verbose)
                    {
                    }

                    /// <summary>Begins the schedule; each list has one number for all groups, or one each.</summary>
                    /// <exception cref="ArgumentException">The number of steps is not given, a list does not fit the groups, or the
                    /// optimizer has no momentum to change.</exception>
                    public OneCycleLR(
                        Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1,
                        double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true,
                        IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, double div_factor = 25,
                        double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        steps = total_steps != -1 ? total_steps : epochs * steps_per_epoch;
                        if (steps <= 0 || (total_steps == -1 && epochs <= 0) || pct_start is < 0 or > 1)
                        {
                            throw new ArgumentException(
                                "OneCycleLR needs total_steps, or epochs and steps_per_epoch, all positive, and pct_start from 0 to 1.");
                        }

                        if (cycle_momentum)
                        {
                            CheckMomentum();
                        }

                        linear = anneal_strategy == AnnealStrategy.Linear;
                        withMomentum = cycle_momentum;
                        highest = PerGroup(max_lr, nameof(max_lr));
                        momentumLow = PerGroup(base_momentum ?? [0.85], nameof(base_momentum));
                        momentumHigh = PerGroup(max_momentum ?? [0.95], nameof(max_momentum));
                        phases = Phases(pct_start * steps, 1 / div_factor, 1 / div_factor / final_div_factor, three_phase);
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

                        var at = Array.FindIndex(phases, phase => Epoch <= phase.End);
                        at = at < 0 ? phases.Length - 1 : at;
                        var start = at == 0 ? 0 : phases[at - 1].End;
                        var phase = phases[at];
                        var share = (Epoch - start) / (phase.End - start);
                        if (withMomentum)
                        {
                            SetMomentum(i => Momentum(i, phase.Falling, phase.Level, share));
                        }

                        return highest.Select(rate => Between(phase.From * rate, phase.To * rate, share));
                    }

                    // Up, and down to the least rate; or up, down as far, and on to the least rate at the highest momentum.
                    private (double End, double From, double To, bool Falling, bool Level)[] Phases(
                        double rise, double low, double least, bool three) => three
                        ?
                        [
                            (rise - 1, low, 1, true, false),
                            ((2 * rise) - 2, 1, low, false, false),
                            (steps - 1, low, least, false, true),
                        ]
                        : [(rise - 1, low, 1, true, false), (steps - 1, 1, least, false, false)];

                    private double Momentum(int group, bool falling, bool level, double share) =>
                        level ? momentumHigh[group]
                            : falling ? Between(momentumHigh[group], momentumLow[group], share)
                            : Between(momentumLow[group], momentumHigh[group], share);

                    private double Between(double from, double to, double share) =>
                        linear ? from + ((to - from) * share) : to + ((from - to) / 2 * (1 + Math.Cos(Math.PI * share)));
                }
            }
        }
    }
}
