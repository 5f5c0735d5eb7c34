using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;

namespace MedTrain.Evaluation.Metrics;

/// <summary>
/// Two areas under the precision-recall curve: average precision, which is the precision at each distinct score weighted by the share
/// of positives at that score (scikit-learn's <c>average_precision_score</c>), and the area by trapezoids from (recall 0, precision 1).
/// </summary>
public sealed class AveragePrecision : Tally
{
    private const int Steps = 0, Trapezoids = 1;

    private readonly RankedRuns _ranked;

    /// <summary>Sorts the sample once; each resample is then one pass.</summary>
    public AveragePrecision(BinarySample sample) => _ranked = RankedRuns.Cut(sample, descending: true, merge: false);

    /// <inheritdoc/>
    public override int Width => 2;

    internal static double ByStep(ReadOnlySpan<double> areas) => areas[Steps];

    internal static double ByTrapezoid(ReadOnlySpan<double> areas) => areas[Trapezoids];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Count(ResampleBlock block, Span<double> totals)
    {
        LaneSums called = default, correct = default;
        ref var weights = ref block.Weights[0];
        var order = _ranked.Order.AsSpan();
        var start = 0;
        foreach (var run in _ranked.Runs)
        {
            called.Add(ref weights, order[start..run.NegativesBefore]);
            LaneSums here = default;
            here.Add(ref weights, order[run.NegativesTied..run.Positives]);
            var (calledBefore, correctBefore) = (called, correct);
            called.Add(ref weights, order[run.NegativesBefore..run.Positives]);
            correct.Add(here);
            for (var quarter = 0; quarter < LaneSums.Quarters; quarter++)
            {
                var positives = here.Doubles(quarter);
                var precision = Precision(correct.Doubles(quarter), called.Doubles(quarter));
                var before = Precision(correctBefore.Doubles(quarter), calledBefore.Doubles(quarter));
                Add(totals, Steps, quarter, positives * precision);
                Add(totals, Trapezoids, quarter, positives * (precision + before) * Vector256.Create(0.5));
            }
            start = run.Positives;
        }
        for (var quarter = 0; quarter < 2 * LaneSums.Quarters; quarter++)
        {
            var at = totals.Slice(quarter * 4, 4);
            (Vector256.Create<double>(at) / correct.Doubles(quarter % LaneSums.Quarters)).CopyTo(at);
        }
    }

    /// <summary>Share of the called that are positive; 1 where none is called, the curve's first point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Precision(Vector256<double> correct, Vector256<double> called) => Vector256.ConditionalSelect(
        Vector256.Equals(called, Vector256<double>.Zero), Vector256<double>.One, correct / Vector256.Max(called, Vector256<double>.One));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Span<double> totals, int area, int quarter, Vector256<double> amount)
    {
        var at = totals.Slice(area * ResampleBlock.Lanes + quarter * 4, 4);
        (Vector256.Create<double>(at) + amount).CopyTo(at);
    }
}
