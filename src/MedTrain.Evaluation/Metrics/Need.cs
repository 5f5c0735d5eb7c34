using MedTrain.Evaluation.Samples;

namespace MedTrain.Evaluation.Metrics;

/// <summary>What a sample must have for a metric to be defined.</summary>
/// <param name="Missing">The reason given when a sample lacks it.</param>
/// <param name="Met">Whether a sample has it.</param>
public sealed record Need(string Missing, Func<Sample, bool> Met)
{
    /// <summary>At least one positive case.</summary>
    public static Need Positive { get; } = Of<BinarySample>("there is no positive case", sample => sample.Positives > 0);

    /// <summary>At least one negative case.</summary>
    public static Need Negative { get; } = Of<BinarySample>("there is no negative case", sample => sample.Negatives > 0);

    /// <summary>At least one case called positive.</summary>
    public static Need CalledPositive { get; } = Of<BinarySample>("no case is called positive", sample => sample.Called.Contains(true));

    /// <summary>At least one case called negative.</summary>
    public static Need CalledNegative { get; } = Of<BinarySample>("no case is called negative", sample => sample.Called.Contains(false));

    /// <summary>At least one negative case called positive.</summary>
    public static Need FalsePositive { get; } = Of<BinarySample>(
        "there is no false positive, so the ratio is infinite", sample => Confusion.Of(sample.Positive, sample.Called).FalsePositives > 0);

    /// <summary>At least one negative case called negative.</summary>
    public static Need TrueNegative { get; } = Of<BinarySample>(
        "there is no true negative, so the ratio is infinite", sample => Confusion.Of(sample.Positive, sample.Called).TrueNegatives > 0);

    /// <summary>Positives that exist or are called.</summary>
    public static Need AnyPositive { get; } = Of<BinarySample>(
        "no case is positive or called positive", sample => sample.Positives > 0 || sample.Called.Contains(true));

    /// <summary>Scores between 0 and 1.</summary>
    public static Need Probability { get; } = Of<BinarySample>(
        "the scores are not probabilities (some lie outside 0 … 1)",
        sample => Array.TrueForAll(sample.Scores, score => score is >= 0 and <= 1));

    /// <summary>Not all truths and all calls in one and the same class.</summary>
    public static Need Disagreement { get; } = new("truth and calls are all one class", sample => sample switch
    {
        BinarySample binary => binary.Positive.Concat(binary.Called).Distinct().Count() > 1,
        MulticlassSample classes => classes.Truth.Concat(classes.Called).Distinct().Count() > 1,
        _ => false,
    });

    /// <summary>Scores of all classes, and cases of every class.</summary>
    public static Need EveryClass { get; } = Of<MulticlassSample>(
        "a class has no case, or only calls are known",
        sample => sample.Scores.Length > 0 && sample.Truth.Distinct().Count() == sample.Classes);

    /// <summary>Scores of all classes that are probabilities: between 0 and 1, and 1 together.</summary>
    public static Need ClassProbability { get; } = Of<MulticlassSample>(
        "the scores are not probabilities of all classes (between 0 and 1, and 1 together)",
        sample => sample.Scores.Length > 0 && Enumerable.Range(0, sample.Count).All(i =>
            Array.TrueForAll(sample.Scores, column => column[i] is >= 0 and <= 1)
            && Math.Abs(sample.Scores.Sum(column => column[i]) - 1) < 1e-3));

    /// <summary>At least two cases.</summary>
    public static Need TwoCases { get; } = new("there is only one case", sample => sample.Count > 1);

    /// <summary>Truths that are not all equal.</summary>
    public static Need TruthVaries { get; } = Of<RegressionSample>("the truth is the same in every case", sample => Varies(sample.Truth));

    /// <summary>Predictions that are not all equal.</summary>
    public static Need PredictionVaries { get; } = Of<RegressionSample>(
        "the prediction is the same in every case", sample => Varies(sample.Predicted));

    private static Need Of<TSample>(string missing, Func<TSample, bool> met)
        where TSample : Sample => new(missing, sample => sample is TSample one && met(one));

    private static bool Varies(double[] values) => Array.Exists(values, value => value != values[0]);
}
