namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Lowers the rates when a measure no longer improves; it is given to <c>step(measure)</c>.</summary>
            /// <param name="optimizer">Whose rates are lowered.</param>
            /// <param name="mode">"min" when smaller is better, "max" when larger is.</param>
            /// <param name="factor">What the rates are multiplied by.</param>
            /// <param name="patience">How many steps without improvement are borne.</param>
            /// <param name="threshold">How much better the measure must be to count.</param>
            /// <param name="threshold_mode">"rel" for a share of the best measure, "abs" for a difference.</param>
            /// <param name="cooldown">How many steps to wait after lowering before counting again.</param>
            /// <param name="min_lr">The lowest rate, one for all groups or one each; null for 0.</param>
            /// <param name="eps">Smaller changes of a rate are not made.</param>
            /// <param name="verbose">Print changes.</param>
            public static LRScheduler ReduceLROnPlateau(
                Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4,
                string threshold_mode = "rel", int cooldown = 0, IList<double>? min_lr = null, double eps = 1e-8, bool verbose = false) =>
                new impl.ReduceLROnPlateau(
                    optimizer, mode, factor, patience, threshold, threshold_mode, cooldown, min_lr, eps, verbose);

            public static partial class impl
            {
                /// <summary>Lowers the rates when a measure no longer improves.</summary>
                public class ReduceLROnPlateau : LRScheduler
                {
                    private readonly bool smaller;
                    private readonly bool relative;
                    private readonly double factor;
                    private readonly int patience;
                    private readonly double threshold;
                    private readonly int cooldown;
                    private readonly double[] least;
                    private readonly double eps;
                    private double best;
                    private int bad;
                    private int waiting;

                    /// <summary>Begins the schedule.</summary>
                    /// <exception cref="ArgumentException">A mode is unknown, the factor is not below 1, or there are not as many lowest
                    /// rates as groups.</exception>
                    public ReduceLROnPlateau(
                        Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4,
                        string threshold_mode = "rel", int cooldown = 0, IList<double>? min_lr = null, double eps = 1e-8,
                        bool verbose = false)
                        : base(optimizer, -1, verbose)
                    {
                        smaller = OneOf(mode, "min", "max", nameof(mode));
                        relative = OneOf(threshold_mode, "rel", "abs", nameof(threshold_mode));
                        this.factor = factor < 1 ? factor
                            : throw new ArgumentException($"The factor must be below 1, was {factor}.", nameof(factor));
                        this.patience = patience;
                        this.threshold = threshold;
                        this.cooldown = cooldown;
                        this.eps = eps;
                        least = PerGroup(min_lr is null or [] ? [0] : min_lr, nameof(min_lr));
                        best = smaller ? double.PositiveInfinity : double.NegativeInfinity;
                    }

                    /// <summary>Takes the measure of a step into account.</summary>
                    public override void step(double current, int? epoch = null)
                    {
                        Epoch = epoch ?? (Epoch + 1);
                        var better = IsBetter(current);
                        best = better ? current : best;
                        bad = better ? 0 : bad + 1;
                        if (waiting > 0)
                        {
                            waiting--;
                            bad = 0;
                        }

                        if (bad > patience)
                        {
                            Lower();
                            waiting = cooldown;
                            bad = 0;
                        }
                    }

                    /// <summary>Not possible without a measure.</summary>
                    /// <exception cref="InvalidOperationException">Always.</exception>
                    public override void step() => step(null);

                    /// <summary>Not possible without a measure.</summary>
                    /// <exception cref="InvalidOperationException">Always.</exception>
                    public override void step(int? epoch) =>
                        throw new InvalidOperationException("ReduceLROnPlateau needs a measure: call step(measure).");

                    internal override Dictionary<string, double> State()
                    {
                        var state = base.State();
                        (state["best"], state["bad"], state["waiting"]) = (best, bad, waiting);
                        foreach (var (group, i) in Groups.Select((group, i) => (group, i)))
                        {
                            state[$"rate {i}"] = group.LearningRate;
                        }

                        return state;
                    }

                    internal override void Restore(IReadOnlyDictionary<string, double> state)
                    {
                        Epoch = (int)state["epoch"];
                        (best, bad, waiting) = (state["best"], (int)state["bad"], (int)state["waiting"]);
                        SetRates([.. Groups.Select((_, i) => state[$"rate {i}"])]);
                    }

                    private static bool OneOf(string given, string first, string second, string name) =>
                        given == first || given == second ? given == first
                            : throw new ArgumentException($"'{given}' is neither \"{first}\" nor \"{second}\".", name);

                    private bool IsBetter(double current) => (smaller, relative) switch
                    {
                        (true, true) => current < best * (1 - threshold),
                        (true, false) => current < best - threshold,
                        (false, true) => current > best * (1 + threshold),
                        (false, false) => current > best + threshold,
                    };

                    private void Lower() => SetRates([.. Groups.Select((group, i) =>
                        Math.Max(group.LearningRate * factor, least[i]) is var lower && group.LearningRate - lower > eps
                            ? lower : group.LearningRate)]);
                }
            }
        }
    }
}
