namespace MedTrain.Runs;

/// <summary>Which network of a run: its fold, and its number among the members of the fold's ensemble.</summary>
/// <param name="Fold">The fold, from 0.</param>
/// <param name="Member">From 0; null when each fold has one network.</param>
internal readonly record struct NetworkPlace(int Fold, int? Member) : IComparable<NetworkPlace>
{
    /// <inheritdoc/>
    public int CompareTo(NetworkPlace other) => (Fold, Member ?? 0).CompareTo((other.Fold, other.Member ?? 0));

    /// <inheritdoc/>
    public override string ToString() => Member is { } member ? $"fold {Fold}, member {member}" : $"fold {Fold}";
}
