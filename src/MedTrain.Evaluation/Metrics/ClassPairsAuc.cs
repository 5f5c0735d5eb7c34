using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;

namespace MedTrain.Evaluation.Metrics;

/// <summary>
/// One-versus-one ROC AUC of a multiclass task: for each pair of classes the mean of both areas among the cases of the two, and
/// the mean over pairs (Hand and Till 2001; scikit-learn's <c>multi_class="ovo"</c>). It does not depend on how common the classes are.
/// </summary>
public sealed class ClassPairsAuc : Tally
{
    private readonly List<Tally> _pairs = [];

    /// <summary>Sorts the cases of each pair of classes once.</summary>
    public ClassPairsAuc(MulticlassSample sample)
    {
        for (var one = 0; one < sample.Classes; one++)
        {
            for (var other = 0; other < sample.Classes; other++)
            {
                int[] cases = [.. Enumerable.Range(0, sample.Count).Where(i => sample.Truth[i] == one || sample.Truth[i] == other)];
                if (one != other && cases.Length > 0)
                {
                    _pairs.Add(new RocAuc(new BinarySample(
                        Array.ConvertAll(cases, i => sample.Scores[one][i]),
                        Array.ConvertAll(cases, i => sample.Truth[i] == one),
                        new bool[cases.Length],
                        Array.ConvertAll(cases, i => sample.Patients[i]))));
                }
            }
        }
    }

    /// <inheritdoc/>
    public override int Width => 1;

    /// <inheritdoc/>
    public override void Count(ResampleBlock block, Span<double> totals)
    {
        Span<double> area = stackalloc double[ResampleBlock.Lanes];
        foreach (var pair in _pairs)
        {
            area.Clear();
            pair.Count(block, area);
            for (var lane = 0; lane < area.Length; lane++)
            {
                totals[lane] += area[lane] / _pairs.Count;
            }
        }
    }
}
