using MedTrain.Evaluation.Folds;
using MedTrain.Evaluation.Intervals;

namespace MedTrain.Evaluation.Comparison;

/// <summary>One label, or the mean of the labels, of two things compared.</summary>
/// <param name="Label">The label; null = mean of the labels, or all classes together.</param>
/// <param name="First">The first one's value.</param>
/// <param name="Second">The second one's value.</param>
/// <param name="Difference">Second minus first, with an interval at the corrected level.</param>
public sealed record ComparisonRow(string? Label, Measurement First, Measurement Second, Measurement Difference)
{
    /// <summary>Two-sided bootstrap p value; NaN where it cannot be computed.</summary>
    public double P { get; init; } = double.NaN;

    /// <summary>The p value corrected over labels (the mean is not corrected).</summary>
    public double CorrectedP { get; init; } = double.NaN;

    /// <summary>DeLong's test, second minus first; null for other metrics, the mean, or where it is undefined.</summary>
    public DeLongTest? DeLong { get; init; }

    /// <summary>DeLong's p value corrected over labels.</summary>
    public double CorrectedDeLongP { get; init; } = double.NaN;

    /// <summary>The difference on each fold, with Nadeau and Bengio's corrected interval and p value; null with one fold.</summary>
    public FoldMean? Folds { get; init; }

    /// <summary>+1 the second is better, -1 the first, 0 no difference shown; null where it cannot be computed.</summary>
    public int? Advantage { get; init; }
}
