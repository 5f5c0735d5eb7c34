namespace MedTrain.Evaluation.Resampling;

/// <summary>A series of resamples of the patients: random, given, or leaving each out in turn.</summary>
public abstract class Resamples
{
    /// <summary>Makes a series.</summary>
    /// <param name="patients">Number of patients to draw from.</param>
    /// <param name="count">Number of resamples.</param>
    protected Resamples(int patients, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(patients);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        (Patients, Count) = (patients, count);
    }

    /// <summary>Number of patients to draw from.</summary>
    public int Patients { get; }

    /// <summary>Number of resamples.</summary>
    public int Count { get; }

    /// <summary>Fills a block with resamples <paramref name="first"/> … ; lanes past the last resample stay empty.</summary>
    /// <param name="block">Receives the multiplicities.</param>
    /// <param name="first">Number of the resample in lane 0.</param>
    public void Fill(ResampleBlock block, int first)
    {
        block.Clear();
        var lanes = Math.Min(ResampleBlock.Lanes, Count - first);
        for (var lane = 0; lane < lanes; lane++)
        {
            Draw(block, lane, first + lane);
        }
    }

    /// <summary>Puts one resample into one lane of a block whose lane is empty.</summary>
    /// <param name="block">Receives the multiplicities.</param>
    /// <param name="lane">The lane.</param>
    /// <param name="resample">Number of the resample, 0 … Count - 1.</param>
    protected abstract void Draw(ResampleBlock block, int lane, int resample);
}
