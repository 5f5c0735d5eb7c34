namespace MedTrain.Data.Parts;

/// <summary>The kinds of parts that an experiment file can name. To add one: one file with a sealed record, one line here.</summary>
public static class PartsTable
{
    /// <summary>Name in the experiment file and type of each kind.</summary>
    public static IReadOnlyList<(string Name, Type Type)> Kinds { get; } =
    [
        ("slices", typeof(SliceParts)),
        ("patches", typeof(PatchParts)),
        ("rois", typeof(RoiParts)),
    ];

    /// <summary>The name of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>Its name in the table.</returns>
    public static string NameOf(VolumeParts kind) => Kinds.Single(row => row.Type == kind.GetType()).Name;
}
