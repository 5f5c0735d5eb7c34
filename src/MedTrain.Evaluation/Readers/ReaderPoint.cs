using MedTrain.Evaluation.Intervals;

namespace MedTrain.Evaluation.Readers;

/// <summary>Where a reader, the average reader or the model operates.</summary>
/// <param name="Label">The label.</param>
/// <param name="Reader">The reader; null = the average reader (mean sensitivity and mean specificity), or the model.</param>
/// <param name="Sensitivity">Sensitivity.</param>
/// <param name="Specificity">Specificity.</param>
/// <param name="Auc">ROC AUC of the reader's scores; null where the reader only called.</param>
public sealed record ReaderPoint(string Label, string? Reader, Measurement Sensitivity, Measurement Specificity, Measurement? Auc)
{
    /// <summary>Whether this is the model.</summary>
    public bool IsModel { get; init; }
}
