using CycleMode = TorchSharp.torch.optim.lr_scheduler.impl.CyclicLR.Mode;
using CycleScale = TorchSharp.torch.optim.lr_scheduler.impl.CyclicLR.ScaleMode;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Up and down between two rates again and again (Smith 2017); momentum the other way round.</summary>
            public static LRScheduler CyclicLR(
                Optimizer optimizer, double base_lr, double max_lr, int step_size_up = 2000, int step_size_down = -1,
                CycleMode mode = CycleMode.Triangular, double gamma = 1.0, Func<double, double>? scale_fn = null,
                CycleScale scale_mode = CycleScale.Cycle, bool cycle_momentum = true, double base_momentum = 0.8,
                double max_momentum = 0.9, int last_epoch = -1, bool verbose = false) =>
                new impl.CyclicLR(
                    optimizer, base_lr, max_lr, step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode, cycle_momentum,
                    base_momentum, max_momentum, last_epoch, verbose);

            /// <summary>Up and down between two rates of each group; momentum the other way round.</summary>
            public static LRScheduler CyclicLR(
                Optimizer optimizer, IEnumerable<double> base_lr, IEnumerable<double> max_lr, int step_size_up = 2000,
                int step_size_down = -1, CycleMode mode = CycleMode.Triangular, double gamma = 1.0,
                Func<double, double>? scale_fn = null, CycleScale scale_mode = CycleScale.Cycle, bool cycle_momentum = true,
                IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, int last_epoch = -1,
                bool verbose = false) =>
                new impl.CyclicLR(
                    optimizer, base_lr, max_lr, step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode, cycle_momentum,
                    base_momentum, max_momentum, last_epoch, verbose);

            public static partial class impl
            {
                /// <summary>Up and down between two rates again and again.</summary>
                public class CyclicLR : LRScheduler
                {
                    private readonly double[] low;
                    private readonly double[] high;
                    private readonly double[] momentumLow;
                    private readonly double[] momentumHigh;
                    private readonly double length;
                    private readonly double rise;
                    private readonly bool byCycle;
                    private readonly bool withMomentum;
                    private readonly Func<double, double> scale;

                    /// <summary>Begins the schedule with the same rates for each group.</summary>
                    public CyclicLR(
                        Optimizer optimizer, double base_lr, double max_lr, int step_size_up = 2000, int step_size_down = -1,
                        CycleMode mode = CycleMode.Triangular, double gamma = 1.0, Func<double, double>? scale_fn = null,
                        CycleScale scale_mode = CycleScale.Cycle, bool cycle_momentum = true, double base_momentum = 0.8,
                        double max_momentum = 0.9, int last_epoch = -1, bool verbose = false)
                        : this(
                            optimizer, [base_lr], [max_lr], step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode,
                            cycle_momentum, [base_momentum], [max_momentum], last_epoch, verbose)
                    {
                    }

                    /// <summary>Begins the schedule; each list has one number for all groups, or one each.</summary>
                    /// <exception cref="ArgumentException">A list does not fit the groups, or the optimizer has no momentum to
                    /// change.</exception>
                    public CyclicLR(
                        Optimizer optimizer, IEnumerable<double> base_lr, IEnumerable<double> max_lr, int step_size_up = 2000,
                        int step_size_down = -1, CycleMode mode = CycleMode.Triangular, double gamma = 1.0,
                        Func<double, double>? scale_fn = null, CycleScale scale_mode = CycleScale.Cycle, bool cycle_momentum = true,
                        IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, int last_epoch = -1,
                        bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step_size_up);
                        if (cycle_momentum)
                        {
                            CheckMomentum();
                        }

                        (low, high) = (PerGroup(base_lr, nameof(base_lr)), PerGroup(max_lr, nameof(max_lr)));
                        momentumLow = PerGroup(base_momentum ?? [0.8], nameof(base_momentum));
                        momentumHigh = PerGroup(max_momentum ?? [0.9], nameof(max_momentum));
                        length = step_size_up + (step_size_down > 0 ? step_size_down : step_size_up);
                        rise = step_size_up / length;
                        byCycle = scale_fn is null ? mode != Mode.ExpRange : scale_mode == ScaleMode.Cycle;
                        withMomentum = cycle_momentum;
                        scale = scale_fn ?? (mode switch
                        {
                            Mode.Triangular2 => cycle => 1 / Math.Pow(2, cycle - 1),
                            Mode.ExpRange => steps => Math.Pow(gamma, steps),
                            _ => _ => 1,
                        });
                        step();
                    }

                    /// <summary>How the height of the cycles changes.</summary>
                    public enum Mode
                    {
                        /// <summary>Not at all.</summary>
                        Triangular,

                        /// <summary>Halved each cycle.</summary>
                        Triangular2,

                        /// <summary>Times gamma each step.</summary>
                        ExpRange,
                    }

                    /// <summary>What a function of the height is given.</summary>
                    public enum ScaleMode
                    {
                        /// <summary>The number of the cycle, from 1.</summary>
                        Cycle,

                        /// <summary>The number of the step.</summary>
                        Iterations,
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        var cycle = Math.Floor(1 + (Epoch / length));
                        var place = 1 + (Epoch / length) - cycle;
                        var share = (place <= rise ? place / rise : (place - 1) / (rise - 1)) * scale(byCycle ? cycle : Epoch);
                        if (withMomentum)
                        {
                            SetMomentum(i => momentumHigh[i] - ((momentumHigh[i] - momentumLow[i]) * share));
                        }

                        return low.Select((rate, i) => rate + ((high[i] - rate) * share));
                    }
                }
            }
        }
    }
}
