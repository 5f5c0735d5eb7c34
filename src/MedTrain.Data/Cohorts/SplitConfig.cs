using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MedTrain.Data.Cohorts;

/// <summary>How patients are divided into training, validation and test (the <c>split</c> section of an experiment file).</summary>
public sealed record SplitConfig : IValidatableObject
{
    /// <summary>1 for one hold-out split; k of 2 or more for k-fold cross-validation.</summary>
    [Description("1: one hold-out split; 2 or more: cross-validation, every patient is tested in exactly one fold")]
    [Range(1, 100)]
    public int Folds { get; init; } = 1;

    /// <summary>How often the hold-out split or the cross-validation is drawn anew; each time adds its folds.</summary>
    [Description("draw the hold-out split or the cross-validation this many times; each adds its folds")]
    [Range(1, 100)]
    public int Repeats { get; init; } = 1;

    /// <summary>Nested cross-validation: per outer fold, this many inner folds take turns as the validation part; 0 = not nested.</summary>
    [Description("nested cross-validation: in each fold, this many inner folds of the other patients take turns as validation (0: not nested)")]
    [Range(0, 100)]
    public int InnerFolds { get; init; }

    /// <summary>A column whose every value is the test part of one fold, such as the site.</summary>
    [Description("column (such as site) whose every value is left out as the test part of one fold")]
    public string? LeaveOut { get; init; }

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

    /// <summary>Columns that every part gets alike, such as age and sex.</summary>
    [Description("columns (such as age and sex) that are balanced too: of 20 draws, the one whose parts differ least by Welch's or the chi-squared test")]
    public IReadOnlyList<string> Balance { get; init; } = [];

    /// <summary>Columns beside the patient whose values must not be in two parts, such as a family or an admission.</summary>
    [Description("columns (such as family) whose equal values stay in one part, as the images of a patient do")]
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>What is kept together.</summary>
    [Description("patient: all images of a patient stay in one part; case: they do not, which is leakage and needs --accept-leakage")]
    public SplitUnit Unit { get; init; } = SplitUnit.Patient;

    /// <summary>Whether the manifest's split column, where it is present, decides.</summary>
    [Description("let the manifest's split column decide; parts that it does not name are drawn from the rest")]
    public bool UseColumn { get; init; } = true;

    /// <summary>A text file that lists the training cases.</summary>
    [Description("text file with one case id, image file name or patient id a line: the training cases")]
    public string? TrainList { get; init; }

    /// <summary>A text file that lists the validation cases.</summary>
    [Description("the same for the validation cases")]
    public string? ValidationList { get; init; }

    /// <summary>A text file that lists the test cases, such as a data set's official one.</summary>
    [Description("the same for the test cases, such as a data set's official test list")]
    public string? TestList { get; init; }

    /// <summary>A <c>split.csv</c> to use as it is.</summary>
    [Description("a split.csv that 'medtrain split' or a run wrote, to be used as it is")]
    public string? File { get; init; }

    /// <summary>Whether any list is given.</summary>
    internal bool HasLists => TrainList is not null || ValidationList is not null || TestList is not null;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (File is not null && (Folds > 1 || Repeats > 1 || InnerFolds > 0 || LeaveOut is not null || HasLists || Balance.Count > 0 || Unit != SplitUnit.Patient))
        {
            yield return new ValidationResult(
                "is a finished split, so nothing is drawn: remove folds, repeats, inner_folds, leave_out, balance, unit and the lists, or remove file", [nameof(File)]);
        }
        if (LeaveOut is not null && (Folds > 1 || Repeats > 1 || HasLists))
        {
            yield return new ValidationResult($"makes one fold for each value of '{LeaveOut}': remove folds, repeats and the lists", [nameof(LeaveOut)]);
        }
        if (InnerFolds == 1 || (InnerFolds > 1 && Folds == 1 && LeaveOut is null))
        {
            yield return new ValidationResult("needs at least 2 inner folds, and outer ones: set folds to 2 or more, or leave_out", [nameof(InnerFolds)]);
        }
    }
}
