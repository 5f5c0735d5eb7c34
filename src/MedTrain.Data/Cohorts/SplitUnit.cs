namespace MedTrain.Data.Cohorts;

/// <summary>What a split keeps together.</summary>
public enum SplitUnit
{
    /// <summary>All images of a patient.</summary>
    Patient,

    /// <summary>Nothing: images of a patient may train and test. For showing what that does; the audit refuses it.</summary>
    Case,
}
