using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MedTrain.Configuration;

/// <summary>The <c>sweep:</c> block: settings to try and to choose between.</summary>
internal sealed record SweepConfig : IValidatableObject
{
    /// <summary>How settings are combined.</summary>
    [Description("grid: every combination; random: combinations drawn at random.")]
    public SweepSearch Search { get; init; } = SweepSearch.Grid;

    /// <summary>How many combinations are drawn at random.</summary>
    [Description("With search: random, how many combinations are drawn.")]
    [Range(1, 10_000)]
    public int Trials { get; init; } = 20;

    /// <summary>The metric that chooses.</summary>
    [Description("Metric on the validation part that chooses, mean over labels and inner folds (default: roc_auc; mae for regression).")]
    public string? Monitor { get; init; }

    /// <summary>What is tried, by dotted key.</summary>
    [Description("Dotted keys of this file, each with the values to try.")]
    [MinLength(1)]
    public required IReadOnlyDictionary<string, SweepRange> Keys { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (key, range) in Keys)
        {
            if (range.Problem(Search) is { } problem) { yield return new ValidationResult($"{key}: {problem}", [nameof(Keys)]); }

            if (SweepTrials.KeyProblem(key) is { } wrong) { yield return new ValidationResult($"{key}: {wrong}", [nameof(Keys)]); }
        }
    }
}

/// <summary>The values of one key that are tried.</summary>
internal sealed record SweepRange
{
    /// <summary>The values one by one.</summary>
    [Description("The values, one by one: numbers, words, lists or sections.")]
    public IReadOnlyList<FreeValue>? Values { get; init; }

    /// <summary>The least number.</summary>
    [Description("Instead of values: the least number.")]
    public double? From { get; init; }

    /// <summary>The greatest number.</summary>
    [Description("Instead of values: the greatest number.")]
    public double? To { get; init; }

    /// <summary>How numbers lie between them.</summary>
    [Description("Whether numbers between from and to are spread evenly (linear) or by their logarithm (log).")]
    public SweepScale Scale { get; init; }

    /// <summary>Whether only whole numbers are meant.</summary>
    [Description("Round to whole numbers.")]
    public bool Whole { get; init; }

    /// <summary>Numbers in a grid.</summary>
    [Description("With search: grid, how many numbers from the least to the greatest are tried.")]
    [Range(2, 1000)]
    public int? Steps { get; init; }

    /// <summary>What in the settings does not go together; null when nothing.</summary>
    public string? Problem(SweepSearch search) => this switch
    {
        { Values: null, From: null } or { Values: null, To: null } => "give values: [...], or from and to",
        { Values: not null } and ({ From: not null } or { To: not null }) => "give either values, or from and to",
        { Values.Count: 0 } => "values is empty",
        { Values: not null } => null,
        { From: { } from, To: { } to } when from >= to => "from must be less than to",
        { Scale: SweepScale.Log, From: <= 0 } => "a log scale begins above 0",
        { Steps: null } when search == SweepSearch.Grid => "a grid needs steps between from and to, or values",
        _ => null,
    };

    /// <summary>The number at a place between <see cref="From"/> (0) and <see cref="To"/> (1).</summary>
    public FreeValue At(double place)
    {
        var (from, to) = (From!.Value, To!.Value);
        var value = Scale == SweepScale.Log ? Math.Exp(Math.Log(from) + (place * Math.Log(to / from))) : from + (place * (to - from));
        // Six digits tell any two apart that a training could tell apart, and make readable tables.
        var rounded = Whole ? Math.Round(value) : double.Parse(value.ToString("g6", Invariant), Invariant);
        return FreeValue.Of(rounded.ToString("R", Invariant));
    }

    private static System.Globalization.CultureInfo Invariant => System.Globalization.CultureInfo.InvariantCulture;
}

/// <summary>How a sweep combines settings.</summary>
internal enum SweepSearch
{
    /// <summary>Every combination.</summary>
    Grid,

    /// <summary>Combinations drawn at random.</summary>
    Random,
}

/// <summary>How numbers are spread.</summary>
internal enum SweepScale
{
    /// <summary>Evenly.</summary>
    Linear,

    /// <summary>Evenly by their logarithm.</summary>
    Log,
}
