using static TorchSharp.torch.optim;
using static TorchSharp.torch.optim.lr_scheduler;

namespace MedTrain.Torch;

/// <summary>
/// A linear rise, then half cosines down, each begun anew at the full rate (Loshchilov and Hutter 2017). With one cycle as long as the
/// rest of the training it is the cosine with warm-up; without a rise it is the cosine with warm restarts.
/// </summary>
/// <remarks>The rates are functions of the number of steps alone: <c>step(n)</c> brings a new schedule to where another was.</remarks>
public sealed class CosineWarmRestarts : LRScheduler
{
    private readonly double[] rates;
    private readonly int rise;
    private readonly double first;
    private readonly int cycle;
    private readonly int growth;
    private readonly double least;

    /// <summary>Begins the schedule.</summary>
    /// <param name="optimizer">Whose rates are changed.</param>
    /// <param name="first_cycle">The steps of the first half cosine.</param>
    /// <param name="cycle_growth">How many times as long each next one is.</param>
    /// <param name="eta_min">The rate at the end of each.</param>
    /// <param name="warmup_steps">The steps of the rise; 0 for none.</param>
    /// <param name="warmup_start">The share of the full rate at which it begins.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public CosineWarmRestarts(
        Optimizer optimizer, int first_cycle, int cycle_growth = 1, double eta_min = 0, int warmup_steps = 0, double warmup_start = 0)
        : base(optimizer)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(first_cycle);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cycle_growth);
        ArgumentOutOfRangeException.ThrowIfNegative(warmup_steps);
        ArgumentOutOfRangeException.ThrowIfNegative(warmup_start);
        rates = [.. optimizer.ParamGroups.Select(group => group.InitialLearningRate)];
        (cycle, growth, least, rise, first) = (first_cycle, cycle_growth, eta_min, warmup_steps, warmup_start);
        step();
    }

    /// <summary>How many steps have been made; the state of the schedule.</summary>
    public int Position { get; private set; } = -1;

    /// <summary>Goes to a step, or on by one.</summary>
    public override void step(int? epoch)
    {
        Position = epoch ?? (Position + 1);
        base.step(epoch);
    }

    /// <inheritdoc/>
    protected override IEnumerable<double> get_lr()
    {
        if (Position < rise)
        {
            return rates.Select(rate => rate * (first + ((1 - first) * Position / rise)));
        }

        var (done, length) = WithinCycle(Position - rise);
        return rates.Select(rate => least + ((rate - least) * (1 + Math.Cos(Math.PI * done / length)) / 2));
    }

    private (int Done, int Length) WithinCycle(int steps)
    {
        var length = cycle;
        while (steps >= length)
        {
            steps -= length;
            length *= growth;
        }

        return (steps, length);
    }
}
