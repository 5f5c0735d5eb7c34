namespace MedTrain.Evaluation.Predictions;

/// <summary>What a network predicts for one case, and so how its columns of a predictions table are read.</summary>
public enum PredictionTask
{
    /// <summary>One label that is present (1) or absent (0), with one score.</summary>
    Binary,

    /// <summary>Exactly one of several classes: truth is one-hot (y is 1 in the column of the true class), scores are one column a
    /// class.</summary>
    Multiclass,

    /// <summary>Several labels, each present (1), absent (0) or unknown (blank) on its own.</summary>
    Multilabel,

    /// <summary>One or several measured quantities, such as age in years; y and p are in the same unit.</summary>
    Regression,
}
