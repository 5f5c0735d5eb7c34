using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Configuration;

namespace MedTrain.Tests.Configuration;

/// <summary>A small config with every kind of value that the binder knows.</summary>
internal sealed record SampleConfig : IValidatableObject
{
    [Description("The run's name.")]
    [MinLength(1)]
    public required string Name { get; init; }

    public SampleKind Kind { get; init; } = SampleKind.LeftHanded;

    public long Seed { get; init; }

    public string? Output { get; init; }

    public bool Fast { get; init; }

    [Description("Image size in x, y order.")]
    [Range(1, 4096)]
    [Length(2, 3)]
    public IReadOnlyList<int> Size { get; init; } = [64, 64];

    public IReadOnlyList<string> Labels { get; init; } = [];

    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    public SampleRates Rates { get; init; } = new();

    public SampleSource? Source { get; init; }

    public IReadOnlyList<SampleStep> Steps { get; init; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Fast && Seed == 13) { yield return new ValidationResult("13 is never fast", [nameof(Seed)]); }
    }
}

internal enum SampleKind
{
    LeftHanded,
    RightHanded,
}

internal sealed record SampleRates
{
    [Description("Learning rate.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 0.001;

    [Range(0, double.MaxValue)]
    public double? Momentum { get; init; }
}

internal sealed record SampleSource
{
    public required string Manifest { get; init; }

    public int Limit { get; init; }
}

internal abstract record SampleStep;

internal sealed record ResizeStep : SampleStep
{
    public required IReadOnlyList<int> Size { get; init; }
}

internal sealed record ZScoreStep : SampleStep
{
    public double Epsilon { get; init; } = 1e-5;
}

internal static class Sample
{
    public static IReadOnlyDictionary<Type, IReadOnlyList<(string Name, Type Type)>> Tables { get; } =
        new Dictionary<Type, IReadOnlyList<(string, Type)>>
        {
            [typeof(SampleStep)] = [("resize", typeof(ResizeStep)), ("z_score", typeof(ZScoreStep))],
        };

    /// <summary>
    /// Binds <paramref name="yaml"/> as if it were the file c.yaml, with the environment variable FOLDER set to /images and EMPTY to
    /// nothing.
    /// </summary>
    public static BoundConfig Bind(string yaml, params string[] overrides) =>
        new ConfigBinder(Tables, name => name switch { "FOLDER" => "/images", "EMPTY" => "", _ => null })
            .BindText<SampleConfig>(yaml, "c.yaml", overrides.Select(typed => ConfigOverride.Parse(typed)!));

    public static string[] Messages(BoundConfig bound) => [.. bound.Problems.Select(problem => problem.ToString())];
}
