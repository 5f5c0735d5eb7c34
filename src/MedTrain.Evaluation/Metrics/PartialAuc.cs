using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;

namespace MedTrain.Evaluation.Metrics;

/// <summary>
/// Area under the ROC curve up to a false-positive rate, standardised so that 0.5 is chance and 1 is perfect (McClish 1989;
/// scikit-learn's <c>roc_auc_score(max_fpr=…)</c>).
/// </summary>
public sealed class PartialAuc : Tally
{
    private readonly RankedRuns _ranked;
    private readonly int[] _negatives;
    private readonly double _limit;

    /// <summary>Sorts the sample once; each resample is then one pass.</summary>
    /// <param name="sample">The cases.</param>
    /// <param name="falsePositiveRate">Where the area ends, above 0 and below 1.</param>
    public PartialAuc(BinarySample sample, double falsePositiveRate)
    {
        _ranked = RankedRuns.Cut(sample, descending: true, merge: true);
        _negatives = [.. sample.Patients.Where((_, i) => !sample.Positive[i])];
        _limit = falsePositiveRate;
    }

    /// <inheritdoc/>
    public override int Width => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Count(ResampleBlock block, Span<double> totals)
    {
        LaneSums all = default, falseCalls = default, trueCalls = default;
        ref var weights = ref block.Weights[0];
        all.Add(ref weights, _negatives);
        var order = _ranked.Order.AsSpan();
        var start = 0;
        foreach (var run in _ranked.Runs)
        {
            var atStart = falseCalls;
            falseCalls.Add(ref weights, order[start..run.NegativesBefore]);
            var atTie = falseCalls;
            falseCalls.Add(ref weights, order[run.NegativesBefore..run.NegativesTied]);
            LaneSums here = default;
            here.Add(ref weights, order[run.NegativesTied..run.Positives]);
            for (var quarter = 0; quarter < LaneSums.Quarters; quarter++)
            {
                var left = Vector256.Create(_limit) * all.Doubles(quarter);
                var (a, b, c) = (atStart.Doubles(quarter), atTie.Doubles(quarter), falseCalls.Doubles(quarter));
                var flat = Vector256.Max(Vector256<double>.Zero, Vector256.Min(left, b) - a);
                // Among ties the curve rises on a straight line; it may be cut within.
                var sloped = Vector256.Max(Vector256<double>.Zero, Vector256.Min(left, c) - b);
                var share = sloped / Vector256.Max(c - b, Vector256<double>.One);
                var at = totals.Slice(quarter * 4, 4);
                var height = trueCalls.Doubles(quarter);
                var area = flat * height + sloped * (height + share * here.Doubles(quarter) * Vector256.Create(0.5));
                (Vector256.Create<double>(at) + area).CopyTo(at);
            }
            trueCalls.Add(here);
            start = run.Positives;
        }
        double least = _limit * _limit / 2, most = _limit;
        for (var quarter = 0; quarter < LaneSums.Quarters; quarter++)
        {
            var at = totals.Slice(quarter * 4, 4);
            var area = Vector256.Create<double>(at) / (all.Doubles(quarter) * trueCalls.Doubles(quarter));
            var standard = (area - Vector256.Create(least)) / Vector256.Create(most - least);
            (Vector256.Create(0.5) * (Vector256<double>.One + standard)).CopyTo(at);
        }
    }
}
