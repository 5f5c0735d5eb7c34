namespace MedTrain.Evaluation.Thresholds;

/// <summary>Where the threshold of a decision comes from. All but the first are chosen on validation cases, never on the cases they
/// judge.</summary>
public enum ThresholdRule
{
    /// <summary>The number in the configuration.</summary>
    Fixed,

    /// <summary>The highest sensitivity + specificity on validation.</summary>
    Youden,

    /// <summary>The highest threshold whose sensitivity on validation is at least the target.</summary>
    Sensitivity,

    /// <summary>The highest F1 on validation.</summary>
    F1,

    /// <summary>The lowest threshold whose specificity on validation is at least the target.</summary>
    Specificity,
}
