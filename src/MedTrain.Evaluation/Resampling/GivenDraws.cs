namespace MedTrain.Evaluation.Resampling;

/// <summary>Resamples whose draws are given, to repeat an analysis made elsewhere.</summary>
public sealed class GivenDraws : Resamples
{
    private readonly IReadOnlyList<int[]> _draws;

    /// <summary>Makes the series.</summary>
    /// <param name="patients">Number of patients.</param>
    /// <param name="draws">[resample][draw]: index of the drawn patient.</param>
    public GivenDraws(int patients, IReadOnlyList<int[]> draws)
        : base(patients, draws.Count) => _draws = draws;

    /// <inheritdoc/>
    protected override void Draw(ResampleBlock block, int lane, int resample)
    {
        foreach (var patient in _draws[resample])
        {
            block.Add(patient, lane);
        }
    }
}
