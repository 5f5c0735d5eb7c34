namespace MedTrain.Data.Cohorts;

/// <summary>What is to be learned; decides how label columns become numbers.</summary>
public enum LabelTask
{
    /// <summary>One label column, 0 or 1 (or text, of which <see cref="CohortConfig.Positive"/> is 1). One number per case.</summary>
    Binary,

    /// <summary>One label column that holds one of K classes. K numbers per case: 1 at the case's class, 0 elsewhere.</summary>
    Multiclass,

    /// <summary>Several label columns, each 0 or 1. One number per column.</summary>
    Multilabel,

    /// <summary>One or more numeric columns. One number per column, in the manifest's own unit.</summary>
    Regression,
}
