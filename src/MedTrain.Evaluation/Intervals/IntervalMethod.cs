namespace MedTrain.Evaluation.Intervals;

/// <summary>How an interval is made from bootstrap replicates.</summary>
public enum IntervalMethod
{
    /// <summary>Quantiles of the replicates.</summary>
    Percentile,

    /// <summary>Quantiles of the replicates, mirrored at the estimate.</summary>
    Basic,
}
