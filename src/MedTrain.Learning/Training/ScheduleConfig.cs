using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MedTrain.Learning.Training;

/// <summary>The <c>training.schedule:</c> block. Settings that a shape does not have must be left out.</summary>
public sealed record ScheduleConfig : IValidatableObject
{
    private static readonly Dictionary<ScheduleShape, string[]> Settings = new()
    {
        [ScheduleShape.Constant] = [],
        [ScheduleShape.Step] = [nameof(Factor), nameof(EveryEpochs)],
        [ScheduleShape.MultiStep] = [nameof(Factor), nameof(AtEpochs)],
        [ScheduleShape.Exponential] = [nameof(Factor)],
        [ScheduleShape.Cosine] = [nameof(Lowest)],
        [ScheduleShape.CosineRestarts] = [nameof(Lowest), nameof(EveryEpochs), nameof(Growth)],
        [ScheduleShape.OneCycle] = [nameof(RiseShare), nameof(StartDivisor), nameof(EndDivisor)],
        [ScheduleShape.Polynomial] = [nameof(Power)],
        [ScheduleShape.Plateau] = [nameof(Factor), nameof(Lowest), nameof(Monitor), nameof(Patience), nameof(Tolerance), nameof(Cooldown)],
    };

    /// <summary>The curve after warm-up.</summary>
    [Description("The curve after warm-up: constant, step, multi_step, exponential, cosine, cosine_restarts, one_cycle, polynomial or plateau.")]
    public ScheduleShape Shape { get; init; } = ScheduleShape.Constant;

    /// <summary>How often the rate changes.</summary>
    [Description("Whether the rate changes with every batch or only from epoch to epoch.")]
    public ScheduleUnit Per { get; init; } = ScheduleUnit.Batch;

    /// <summary>Epochs of linear rise at the start; fractions allowed.</summary>
    [Description("Epochs over which the rate first rises linearly from zero; fractions are allowed.")]
    [Range(0, 10_000)]
    public double WarmupEpochs { get; init; }

    /// <summary>What the rate is multiplied with.</summary>
    [Description("What the rate is multiplied with: at each step (step, multi_step, plateau; 0.1), in each epoch (exponential; 0.95).")]
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double? Factor { get; init; }

    /// <summary>Epochs from step to step.</summary>
    [Description("Epochs from one step to the next (step; 10), or in the first cycle (cosine_restarts; 10).")]
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double? EveryEpochs { get; init; }

    /// <summary>Epochs done before each step.</summary>
    [Description("Epochs done before each step, rising (multi_step).")]
    [Range(0.0, 1e6)]
    public IReadOnlyList<double>? AtEpochs { get; init; }

    /// <summary>The lowest rate.</summary>
    [Description("The lowest rate (cosine, cosine_restarts, plateau; 0).")]
    [Range(0, 1e3)]
    public double? Lowest { get; init; }

    /// <summary>How much longer each cycle is than the one before.</summary>
    [Description("How many times as long as the one before each cycle is (cosine_restarts; 1).")]
    [Range(1.0, 100.0)]
    public double? Growth { get; init; }

    /// <summary>Part of the run in which the rate rises.</summary>
    [Description("Part of the run in which the rate rises (one_cycle; 0.3).")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double? RiseShare { get; init; }

    /// <summary>The highest rate over the first one.</summary>
    [Description("The highest rate divided by the first one (one_cycle; 25).")]
    [Range(1.0, 1e12)]
    public double? StartDivisor { get; init; }

    /// <summary>The first rate over the last one.</summary>
    [Description("The first rate divided by the last one (one_cycle; 10000).")]
    [Range(1.0, 1e12)]
    public double? EndDivisor { get; init; }

    /// <summary>Exponent of the polynomial.</summary>
    [Description("Exponent of the fall to zero (polynomial; 1 = a straight line).")]
    [Range(0.0, 100.0, MinimumIsExclusive = true)]
    public double? Power { get; init; }

    /// <summary>What a plateau is seen on.</summary>
    [Description("What is watched on the validation part (plateau): loss, or a metric of the task. Default: loss.")]
    public string? Monitor { get; init; }

    /// <summary>Epochs without improvement that are borne.</summary>
    [Description("Epochs without improvement after which the next one lowers the rate (plateau; 10).")]
    [Range(0, 1_000_000)]
    public int? Patience { get; init; }

    /// <summary>How much better counts as an improvement.</summary>
    [Description("Share of the best value by which an epoch must beat it to count as an improvement (plateau; 0.0001).")]
    [Range(0.0, 1.0)]
    public double? Tolerance { get; init; }

    /// <summary>Epochs after a step in which none follows.</summary>
    [Description("Epochs after a lowering in which bad epochs are not counted (plateau; 0).")]
    [Range(0, 1_000_000)]
    public int? Cooldown { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, _) in Given().Where(setting => setting.Given && !Settings[Shape].Contains(setting.Name)))
        {
            yield return new ValidationResult("the schedule's shape has no such setting; leave it out", [name]);
        }

        if (Shape == ScheduleShape.MultiStep && AtEpochs is not { Count: > 0 })
        {
            yield return new ValidationResult("multi_step needs the epochs of its steps, as in [30, 60]", [nameof(AtEpochs)]);
        }
    }

    private IEnumerable<(string Name, bool Given)> Given() =>
    [
        (nameof(Factor), Factor is not null), (nameof(EveryEpochs), EveryEpochs is not null), (nameof(AtEpochs), AtEpochs is not null),
        (nameof(Lowest), Lowest is not null), (nameof(Growth), Growth is not null), (nameof(RiseShare), RiseShare is not null),
        (nameof(StartDivisor), StartDivisor is not null), (nameof(EndDivisor), EndDivisor is not null), (nameof(Power), Power is not null),
        (nameof(Monitor), Monitor is not null), (nameof(Patience), Patience is not null), (nameof(Tolerance), Tolerance is not null),
        (nameof(Cooldown), Cooldown is not null),
    ];
}

/// <summary>The curve of the learning rate.</summary>
public enum ScheduleShape
{
    /// <summary>Always the same.</summary>
    Constant,

    /// <summary>A factor every so many epochs.</summary>
    Step,

    /// <summary>A factor at given epochs.</summary>
    MultiStep,

    /// <summary>A factor an epoch.</summary>
    Exponential,

    /// <summary>Half a cosine down to the lowest rate at the end (Loshchilov and Hutter 2017, without restarts).</summary>
    Cosine,

    /// <summary>Half cosines again and again (Loshchilov and Hutter 2017).</summary>
    CosineRestarts,

    /// <summary>Up and far down, both along half cosines (Smith and Topin 2018); momentum stays as it is.</summary>
    OneCycle,

    /// <summary>A power of the remaining part of the run.</summary>
    Polynomial,

    /// <summary>A factor when the validation part no longer improves.</summary>
    Plateau,
}

/// <summary>How often the learning rate changes.</summary>
public enum ScheduleUnit
{
    /// <summary>With every optimizer step.</summary>
    Batch,

    /// <summary>From epoch to epoch.</summary>
    Epoch,
}
