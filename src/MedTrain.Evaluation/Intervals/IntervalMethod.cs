namespace MedTrain.Evaluation.Intervals;

/// <summary>How an interval is made from bootstrap replicates.</summary>
public enum IntervalMethod
{
    /// <summary>Quantiles of the replicates.</summary>
    Percentile,

    /// <summary>Quantiles of the replicates, mirrored at the estimate.</summary>
    Basic,

    /// <summary>Quantiles of the replicates at levels corrected for bias and for skewness (Efron 1987).</summary>
    Bca,
}
