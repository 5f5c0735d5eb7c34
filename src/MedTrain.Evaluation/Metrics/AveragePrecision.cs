using System.Runtime.Intrinsics;
using MedTrain.Evaluation.Resampling;

namespace MedTrain.Evaluation.Metrics;

/// <summary>
/// Average precision: the precision at each distinct score, weighted by the share of positives at that score; no interpolation
/// (scikit-learn's <c>average_precision_score</c>).
/// </summary>
public sealed class AveragePrecision : Tally
{
    private readonly RankedRuns _ranked;

    /// <summary>Sorts the sample once; each resample is then one pass.</summary>
    public AveragePrecision(BinarySample sample) => _ranked = RankedRuns.Cut(sample, descending: true, merge: false);

    /// <inheritdoc/>
    public override int Width => 1;

    /// <inheritdoc/>
    public override void Count(ResampleBlock block, Span<double> totals)
    {
        LaneSums called = default, correct = default;
        ref var weights = ref block.Weights[0];
        var order = _ranked.Order.AsSpan();
        var start = 0;
        foreach (var run in _ranked.Runs)
        {
            called.Add(ref weights, order[start..run.NegativesTied]);
            LaneSums here = default;
            here.Add(ref weights, order[run.NegativesTied..run.Positives]);
            for (var i = 0; i < LaneSums.Vectors; i++)
            {
                correct[i] += here[i];
                called[i] += here[i];
            }
            for (var quarter = 0; quarter < 2 * LaneSums.Vectors; quarter++)
            {
                // Where nothing is called yet, nothing is here either: 0 * 0 / 1.
                var precision = correct.Doubles(quarter) / Vector256.Max(called.Doubles(quarter), Vector256<double>.One);
                var at = totals.Slice(quarter * 4, 4);
                (Vector256.Create<double>(at) + here.Doubles(quarter) * precision).CopyTo(at);
            }
            start = run.Positives;
        }
        for (var quarter = 0; quarter < 2 * LaneSums.Vectors; quarter++)
        {
            var at = totals.Slice(quarter * 4, 4);
            (Vector256.Create<double>(at) / correct.Doubles(quarter)).CopyTo(at);
        }
    }
}
