using MedTrain.Evaluation.Resampling;

namespace MedTrain.Evaluation.Tallies;

/// <summary>Numbers counted over the cases, each case as often as its patient occurs in a resample; metrics are functions of
/// them.</summary>
public abstract class Tally
{
    /// <summary>How many numbers one resample gives.</summary>
    public abstract int Width { get; }

    /// <summary>Counts all resamples of a block.</summary>
    /// <param name="block">Multiplicity of each patient in each resample.</param>
    /// <param name="totals">[<see cref="Width"/>][lane], given as zeros. What is undefined in a resample becomes NaN.</param>
    public abstract void Count(ResampleBlock block, Span<double> totals);
}
