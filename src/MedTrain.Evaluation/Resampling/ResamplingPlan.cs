namespace MedTrain.Evaluation.Resampling;

/// <summary>Which resamples an analysis uses.</summary>
/// <param name="Patients">Number of patients.</param>
/// <param name="Replicates">Number of bootstrap replicates.</param>
/// <param name="Seed">Seed of the draws.</param>
public sealed record ResamplingPlan(int Patients, int Replicates, long Seed)
{
    /// <summary>The stratum of each patient; null = one stratum.</summary>
    public IReadOnlyList<int>? Strata { get; init; }

    /// <summary>Whether each patient is left out in turn as well, as BCa intervals need.</summary>
    public bool LeaveOut { get; init; }
}
