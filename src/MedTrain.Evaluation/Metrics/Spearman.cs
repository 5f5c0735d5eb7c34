using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;

namespace MedTrain.Evaluation.Metrics;

/// <summary>Spearman's rank correlation of predicted and true quantities: Pearson's r of the midranks, which are ranked anew in each
/// resample.</summary>
public sealed class Spearman : Tally
{
    private readonly int[] _patients;
    private readonly (int[] Cases, int[] GroupEnds) _byTruth;
    private readonly (int[] Cases, int[] GroupEnds) _byPrediction;

    /// <summary>Sorts the sample once by truth and once by prediction.</summary>
    public Spearman(RegressionSample sample)
    {
        _patients = sample.Patients;
        _byTruth = Groups(sample.Truth);
        _byPrediction = Groups(sample.Predicted);
    }

    /// <inheritdoc/>
    public override int Width => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Count(ResampleBlock block, Span<double> totals)
    {
        ref var weights = ref block.Weights[0];
        LaneSums all = default;
        all.Add(ref weights, _patients);
        var ranks = ArrayPool<double>.Shared.Rent(_patients.Length * ResampleBlock.Lanes);
        Span<double> truthSquares = stackalloc double[ResampleBlock.Lanes], predictionSquares = stackalloc double[ResampleBlock.Lanes];
        truthSquares.Clear();
        predictionSquares.Clear();
        Rank(ref weights, _byTruth, all, truthSquares, (one, rank, quarter) => rank.CopyTo(ranks, one * ResampleBlock.Lanes + quarter * 4));
        var products = new double[ResampleBlock.Lanes];
        var multiplicity = block.Weights;
        Rank(ref weights, _byPrediction, all, predictionSquares, (one, rank, quarter) =>
        {
            var at = quarter * 4;
            var first = _patients[one] * ResampleBlock.Lanes + at;
            var weight = Vector256.Create(
                (double)multiplicity[first], multiplicity[first + 1], multiplicity[first + 2], multiplicity[first + 3]);
            var other = Vector256.Create<double>(ranks.AsSpan(one * ResampleBlock.Lanes + at, 4));
            (Vector256.Create<double>(products.AsSpan(at, 4)) + weight * rank * other).CopyTo(products, at);
        });
        for (var lane = 0; lane < ResampleBlock.Lanes; lane++)
        {
            totals[lane] = Math.Clamp(products[lane] / (Math.Sqrt(truthSquares[lane]) * Math.Sqrt(predictionSquares[lane])), -1, 1);
        }
        ArrayPool<double>.Shared.Return(ranks);
    }

    /// <summary>Gives each case twice its midrank less the mean rank, for four lanes at a time, and adds up its square.</summary>
    private void Rank(
        ref byte weights,
        (int[] Cases, int[] GroupEnds) groups,
        in LaneSums all,
        Span<double> squares,
        Action<int, Vector256<double>, int> take)
    {
        LaneSums below = default;
        var start = 0;
        foreach (var end in groups.GroupEnds)
        {
            LaneSums here = default;
            for (var i = start; i < end; i++)
            {
                here.Add(ref weights, _patients.AsSpan(groups.Cases[i], 1));
            }
            for (var quarter = 0; quarter < LaneSums.Quarters; quarter++)
            {
                var count = here.Doubles(quarter);
                var rank = below.Doubles(quarter) * Vector256.Create(2.0) + count - all.Doubles(quarter);
                var at = squares.Slice(quarter * 4, 4);
                (Vector256.Create<double>(at) + count * rank * rank).CopyTo(at);
                for (var i = start; i < end; i++)
                {
                    take(groups.Cases[i], rank, quarter);
                }
            }
            below.Add(here);
            start = end;
        }
    }

    private static (int[] Cases, int[] GroupEnds) Groups(double[] values)
    {
        var keys = (double[])values.Clone();
        int[] cases = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, cases);
        return (cases, [.. Enumerable.Range(1, keys.Length).Where(i => i == keys.Length || keys[i] != keys[i - 1])]);
    }
}
