namespace MedTrain.Runs;

/// <summary>Which network of a run: its fold, its number among the members of the fold's ensemble, and the part that it sees.</summary>
/// <param name="Fold">The fold, from 0.</param>
/// <param name="Member">From 0; null when each fold has one.</param>
/// <param name="Part">Name of the part of the image; null when it sees whole images, or all parts.</param>
internal readonly record struct NetworkPlace(int Fold, int? Member, string? Part = null) : IComparable<NetworkPlace>
{
    /// <summary>How the log calls it.</summary>
    public string Title => $"Fold {Fold}{(Member is { } member ? $" member {member}" : "")}{(Part is null ? "" : $" part {Part}")}";

    /// <inheritdoc/>
    public int CompareTo(NetworkPlace other) =>
        (Fold, Member ?? 0).CompareTo((other.Fold, other.Member ?? 0)) is not 0 and var order ? order : string.CompareOrdinal(Part, other.Part);
}
