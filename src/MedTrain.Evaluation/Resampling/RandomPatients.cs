using System.Runtime.CompilerServices;

namespace MedTrain.Evaluation.Resampling;

/// <summary>The non-parametric bootstrap: as many patients as there are, drawn with replacement.</summary>
/// <remarks>With strata, as many are drawn from each stratum as it has. The draws depend on seed and replicate only.</remarks>
public sealed class RandomPatients : Resamples
{
    private readonly long _seed;
    private readonly int[][] _strata;

    /// <summary>Makes the series.</summary>
    /// <param name="patients">Number of patients.</param>
    /// <param name="count">Number of replicates.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="strata">The stratum of each patient; null = all in one.</param>
    public RandomPatients(int patients, int count, long seed, IReadOnlyList<int>? strata = null)
        : base(patients, count)
    {
        _seed = seed;
        _strata =
        [
            .. Enumerable.Range(0, patients)
                .GroupBy(patient => strata?[patient] ?? 0)
                .OrderBy(group => group.Key)
                .Select(group => group.ToArray()),
        ];
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Draw(ResampleBlock block, int lane, int resample)
    {
        var stream = CounterRandom.Stream(_seed, resample);
        var draw = 0;
        foreach (var stratum in _strata)
        {
            for (var i = 0; i < stratum.Length; i++, draw++)
            {
                block.Add(stratum[CounterRandom.Index(stream, draw, stratum.Length)], lane);
            }
        }
    }
}
