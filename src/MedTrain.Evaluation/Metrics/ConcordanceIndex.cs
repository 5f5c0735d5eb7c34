using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;

namespace MedTrain.Evaluation.Metrics;

/// <summary>
/// Concordance index of quantities (Harrell): among pairs of cases with different truth, the share whose predictions are in the same
/// order, ties of prediction counting one half. For a yes/no truth this is the ROC AUC.
/// </summary>
/// <remarks>One pass by truth over a tree of counts by prediction (Fenwick 1994), all lanes side by side.</remarks>
public sealed class ConcordanceIndex : Tally
{
    private readonly int[] _patients;
    private readonly int[] _byTruth;
    private readonly int[] _groupEnds;
    private readonly int[] _rank;
    private readonly int _ranks;

    /// <summary>Sorts the sample once.</summary>
    public ConcordanceIndex(RegressionSample sample)
    {
        _patients = sample.Patients;
        var truth = (double[])sample.Truth.Clone();
        _byTruth = [.. Enumerable.Range(0, truth.Length)];
        Array.Sort(truth, _byTruth);
        _groupEnds = [.. Enumerable.Range(1, truth.Length).Where(i => i == truth.Length || truth[i] != truth[i - 1])];
        double[] levels = [.. sample.Predicted.Distinct().Order()];
        _rank = Array.ConvertAll(sample.Predicted, value => Array.BinarySearch(levels, value) + 1);
        _ranks = levels.Length;
    }

    /// <inheritdoc/>
    public override int Width => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Count(ResampleBlock block, Span<double> totals)
    {
        var tree = ArrayPool<LaneSums>.Shared.Rent(_ranks + 1);
        Array.Clear(tree);
        ref var weights = ref block.Weights[0];
        Span<double> pairs = stackalloc double[ResampleBlock.Lanes];
        pairs.Clear();
        LaneSums before = default;
        var start = 0;
        foreach (var end in _groupEnds)
        {
            LaneSums group = default;
            foreach (var one in _byTruth.AsSpan(start..end))
            {
                LaneSums weight = default;
                weight.Add(ref weights, _patients.AsSpan(one, 1));
                group.Add(weight);
                var concordant = Prefix(tree, _rank[one] - 1);
                concordant.Add(Prefix(tree, _rank[one]));
                for (var quarter = 0; quarter < LaneSums.Quarters; quarter++)
                {
                    var at = totals.Slice(quarter * 4, 4);
                    var of = pairs.Slice(quarter * 4, 4);
                    (Vector256.Create<double>(at) + weight.Doubles(quarter) * concordant.Doubles(quarter)).CopyTo(at);
                    (Vector256.Create<double>(of) + weight.Doubles(quarter) * before.Doubles(quarter)).CopyTo(of);
                }
            }
            foreach (var one in _byTruth.AsSpan(start..end))
            {
                LaneSums weight = default;
                weight.Add(ref weights, _patients.AsSpan(one, 1));
                for (var node = _rank[one]; node <= _ranks; node += node & -node)
                {
                    tree[node].Add(weight);
                }
            }
            before.Add(group);
            start = end;
        }
        ArrayPool<LaneSums>.Shared.Return(tree);
        for (var lane = 0; lane < ResampleBlock.Lanes; lane++)
        {
            totals[lane] /= 2 * pairs[lane];
        }
    }

    /// <summary>Cases seen so far whose prediction has at most this rank.</summary>
    private static LaneSums Prefix(LaneSums[] tree, int rank)
    {
        LaneSums sum = default;
        for (var node = rank; node > 0; node -= node & -node)
        {
            sum.Add(tree[node]);
        }
        return sum;
    }
}
