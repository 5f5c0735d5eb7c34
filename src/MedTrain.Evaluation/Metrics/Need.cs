namespace MedTrain.Evaluation.Metrics;

/// <summary>What a sample must have for a metric to be defined.</summary>
/// <param name="Missing">The reason given when a sample lacks it.</param>
/// <param name="Met">Whether a sample has it.</param>
public sealed record Need(string Missing, Func<Sample, bool> Met)
{
    /// <summary>At least one positive case.</summary>
    public static Need Positive { get; } = new("there is no positive case", sample => sample is BinarySample { Positives: > 0 });

    /// <summary>At least one negative case.</summary>
    public static Need Negative { get; } = new("there is no negative case", sample => sample is BinarySample { Negatives: > 0 });

    /// <summary>Truths that are not all equal.</summary>
    public static Need TruthVaries { get; } = new(
        "the truth is the same in every case", sample => sample is RegressionSample regression && Varies(regression.Truth));

    /// <summary>Predictions that are not all equal.</summary>
    public static Need PredictionVaries { get; } = new(
        "the prediction is the same in every case", sample => sample is RegressionSample regression && Varies(regression.Predicted));

    private static bool Varies(double[] values) => Array.Exists(values, value => value != values[0]);
}
