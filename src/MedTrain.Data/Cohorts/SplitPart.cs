namespace MedTrain.Data.Cohorts;

/// <summary>What a case is used for in one fold.</summary>
public enum SplitPart
{
    /// <summary>The network learns from it.</summary>
    Train,

    /// <summary>Decides when to stop and which epoch is best; never learned from.</summary>
    Validation,

    /// <summary>Used once, for the reported result.</summary>
    Test,
}

/// <summary>The names of the split parts in CSV files.</summary>
public static class SplitPartNames
{
    private static readonly Dictionary<string, SplitPart> PartOfName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["train"] = SplitPart.Train,
        ["training"] = SplitPart.Train,
        ["tr"] = SplitPart.Train,
        ["validation"] = SplitPart.Validation,
        ["val"] = SplitPart.Validation,
        ["valid"] = SplitPart.Validation,
        ["dev"] = SplitPart.Validation,
        ["test"] = SplitPart.Test,
        ["testing"] = SplitPart.Test,
        ["ts"] = SplitPart.Test,
        ["holdout"] = SplitPart.Test,
        ["hold_out"] = SplitPart.Test,
        ["held_out"] = SplitPart.Test,
    };

    /// <summary>Reads a part's name: train, validation, test and their usual abbreviations; letter case is free.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The part, or null when the name is none.</returns>
    public static SplitPart? Parse(string name) =>
        PartOfName.TryGetValue(name.Trim().Replace('-', '_'), out var part) ? part : null;

    /// <summary>The name written to <c>split.csv</c>: train, validation or test.</summary>
    /// <param name="part">The part.</param>
    /// <returns>The name.</returns>
    public static string NameOf(SplitPart part) => part switch
    {
        SplitPart.Train => "train",
        SplitPart.Validation => "validation",
        _ => "test",
    };
}
