using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MedTrain.Learning.Training;

/// <summary>The <c>training.learning_rate_finder:</c> block.</summary>
public sealed record LearningRateFinderConfig : IValidatableObject
{
    /// <summary>The first rate.</summary>
    [Description("The rate of the first step.")]
    [Range(1e-12, 1e3)]
    public double Lowest { get; init; } = 1e-6;

    /// <summary>The last rate.</summary>
    [Description("The rate of the last step; the search ends before when the loss has grown to four times its least value.")]
    [Range(1e-12, 1e3)]
    public double Highest { get; init; } = 1;

    /// <summary>Optimizer steps in all.</summary>
    [Description("Optimizer steps from the lowest rate to the highest; each rate is a constant factor above the one before.")]
    [Range(10, 100_000)]
    public int Steps { get; init; } = 100;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Highest <= Lowest)
        {
            yield return new ValidationResult("must be above lowest", [nameof(Highest)]);
        }
    }
}
