using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MedTrain.Data.Cohorts;

/// <summary>How patients are divided into training, validation and test (the <c>split</c> section of an experiment file).</summary>
public sealed record SplitConfig
{
    /// <summary>1 for one hold-out split; k of 2 or more for k-fold cross-validation.</summary>
    [Description("1: one hold-out split; 2 or more: cross-validation, every patient is tested in exactly one fold")]
    [Range(1, 100)]
    public int Folds { get; init; } = 1;

    /// <summary>Share of all patients in the validation part of each fold.</summary>
    [Description("share of all patients used for validation (early stopping and choice of the best epoch)")]
    [Range(0.0, 0.9)]
    public double Validation { get; init; } = 0.15;

    /// <summary>Share of all patients in the test part; unused when <see cref="Folds"/> is 2 or more.</summary>
    [Description("share of all patients used for the test; with folds it follows from their number")]
    [Range(0.0, 0.9)]
    public double Test { get; init; } = 0.2;

    /// <summary>Whether every part gets like shares of every label.</summary>
    [Description("give every part like shares of every label (iterative stratification of patients)")]
    public bool Stratify { get; init; } = true;

    /// <summary>Whether the manifest's split column, where it is present, decides.</summary>
    [Description("let the manifest's split column decide; parts that it does not name are drawn from the rest")]
    public bool UseColumn { get; init; } = true;
}
