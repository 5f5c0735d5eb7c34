namespace MedTrain.Evaluation.Predictions;

/// <summary>Which columns of a CSV file mean what; the defaults are the names that MedTrain writes.</summary>
public sealed record PredictionColumns
{
    /// <summary>Column of the unique case id.</summary>
    public string Case { get; init; } = "case_id";

    /// <summary>Column of the patient id; may be the case id column where each case is a patient of its own.</summary>
    public string Patient { get; init; } = "patient_id";

    /// <summary>Column of the fold; null = a column named "fold" if there is one, else every case is of fold 0.</summary>
    public string? Fold { get; init; }

    /// <summary>Columns of the truth, in the order of <see cref="Scores"/>; null = those of the scores' names, or all columns named
    /// y_…. One column to several scores holds class names: those of the score columns, without p_.</summary>
    public IReadOnlyList<string>? Truths { get; init; }

    /// <summary>Columns of the scores, in the order of <see cref="Truths"/>; null = those of the truths' names, or all columns named
    /// p_….</summary>
    public IReadOnlyList<string>? Scores { get; init; }
}
