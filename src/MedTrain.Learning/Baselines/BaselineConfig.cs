using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MedTrain.Learning.Baselines;

/// <summary>The <c>model.baseline:</c> block: how a linear baseline is fitted.</summary>
public sealed record BaselineConfig
{
    /// <summary>The values of C that are tried: the weight of the errors against the size of the weights.</summary>
    [Description("Values of C to choose from, by cross-validation inside the training part: the weight of the errors against the size of the "
        + "weights (ridge: 1 / alpha). One value is used as it is. Default: 17 values from 1e-6 to 100.")]
    [MinLength(1)]
    [Range(0.0, 1e12, MinimumIsExclusive = true)]
    public IReadOnlyList<double> Costs { get; init; } = [.. Enumerable.Range(0, 17).Select(step => Math.Pow(10, -6 + (step / 2.0)))];

    /// <summary>Folds of that cross-validation.</summary>
    [Description("Folds of the cross-validation inside the training part that chooses C; patients stay together.")]
    [Range(2, 100)]
    public int InnerFolds { get; init; } = 10;

    /// <summary>Whether both classes weigh the same, however many cases they have.</summary>
    [Description("Weigh the cases so that both classes count the same (not for regression).")]
    public bool Balanced { get; init; } = true;

    /// <summary>Whether every feature is first brought to mean 0 and deviation 1 over the training part.</summary>
    [Description("First bring every feature to mean 0 and standard deviation 1 over the training part; for features in different units.")]
    public bool Standardize { get; init; }
}
