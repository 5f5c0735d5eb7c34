namespace MedTrain.Evaluation.Intervals;

/// <summary>How an interval is made by resampling patients.</summary>
public enum IntervalMethod
{
    /// <summary>Quantiles of the replicates.</summary>
    Percentile,

    /// <summary>Quantiles of the replicates, mirrored at the estimate.</summary>
    Basic,

    /// <summary>Quantiles of the replicates at levels corrected for bias and for skewness (Efron 1987).</summary>
    Bca,

    /// <summary>Normal interval with the standard error from leaving out each patient in turn.</summary>
    Jackknife,
}
