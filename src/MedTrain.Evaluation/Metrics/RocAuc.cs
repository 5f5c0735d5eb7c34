using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;

namespace MedTrain.Evaluation.Metrics;

/// <summary>
/// Area under the ROC curve: the share of (positive, negative) pairs in which the positive has the higher score, ties counting
/// one half (Hanley and McNeil 1982). This is the only implementation: training, reports and intervals all use it.
/// </summary>
public sealed class RocAuc : Tally
{
    private readonly RankedRuns _ranked;

    /// <summary>Sorts the sample once; each resample is then one pass.</summary>
    public RocAuc(BinarySample sample) => _ranked = RankedRuns.Cut(sample, descending: false, merge: true);

    /// <inheritdoc/>
    public override int Width => 1;

    /// <summary>ROC AUC of scores, exact with ties.</summary>
    /// <param name="scores">Finite scores, higher = more likely positive.</param>
    /// <param name="positive">Truth, one a score.</param>
    /// <returns>The area, or null when there is no positive or no negative case.</returns>
    /// <exception cref="ArgumentException">Lengths differ, there is no case, or a score is NaN or infinite.</exception>
    public static double? Compute(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        // All cases belong to one patient who is counted once.
        var sample = new BinarySample(scores.ToArray(), positive.ToArray(), new bool[scores.Length], new int[scores.Length]);
        var once = new ResampleBlock(1);
        new EveryPatientOnce(1).Fill(once, 0);
        Span<double> areas = stackalloc double[ResampleBlock.Lanes];
        new RocAuc(sample).Count(once, areas);
        return double.IsNaN(areas[0]) ? null : areas[0];
    }

    /// <summary>Mean ROC AUC over labels, for following training on a validation set.</summary>
    /// <param name="scores">[case, label], row-major; finite.</param>
    /// <param name="truth">[case, label], row-major; 1 = positive, 0 = negative, NaN = unknown (left out).</param>
    /// <param name="labels">Number of labels.</param>
    /// <returns>The mean over the labels that have both a positive and a negative case; null when none has.</returns>
    /// <exception cref="ArgumentException">Lengths do not fit, or a score is NaN or infinite.</exception>
    public static double? Macro(ReadOnlySpan<float> scores, ReadOnlySpan<float> truth, int labels)
    {
        if (labels < 1 || scores.Length != truth.Length || scores.Length % labels != 0)
        {
            throw new ArgumentException($"{scores.Length} scores and {truth.Length} truths for {labels} label(s): give one of each a case "
                + "and label.", nameof(labels));
        }
        var (sum, computable) = (0.0, 0);
        for (var label = 0; label < labels; label++)
        {
            if (OfLabel(scores, truth, labels, label) is { } area)
            {
                (sum, computable) = (sum + area, computable + 1);
            }
        }
        return computable == 0 ? null : sum / computable;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Count(ResampleBlock block, Span<double> totals)
    {
        LaneSums below = default, positives = default;
        ref var weights = ref block.Weights[0];
        var order = _ranked.Order.AsSpan();
        var start = 0;
        foreach (var run in _ranked.Runs)
        {
            below.Add(ref weights, order[start..run.NegativesBefore]);
            var notAbove = below;
            notAbove.Add(ref weights, order[run.NegativesBefore..run.NegativesTied]);
            LaneSums here = default;
            here.Add(ref weights, order[run.NegativesTied..run.Positives]);
            for (var quarter = 0; quarter < LaneSums.Quarters; quarter++)
            {
                // Twice the pairs, in whole numbers below 2^53: exact in doubles.
                var at = totals.Slice(quarter * 4, 4);
                (Vector256.Create<double>(at) + here.Doubles(quarter) * (below.Doubles(quarter) + notAbove.Doubles(quarter))).CopyTo(at);
            }
            positives.Add(here);
            below = notAbove;
            start = run.Positives;
        }
        for (var quarter = 0; quarter < LaneSums.Quarters; quarter++)
        {
            var at = totals.Slice(quarter * 4, 4);
            (Vector256.Create<double>(at) / (Vector256.Create(2.0) * positives.Doubles(quarter) * below.Doubles(quarter))).CopyTo(at);
        }
    }

    private static double? OfLabel(ReadOnlySpan<float> scores, ReadOnlySpan<float> truth, int labels, int label)
    {
        var known = new List<double>();
        var positive = new List<bool>();
        for (var i = label; i < truth.Length; i += labels)
        {
            if (!float.IsNaN(truth[i]))
            {
                known.Add(scores[i]);
                positive.Add(truth[i] == 1);
            }
        }
        return known.Count == 0 ? null : Compute(known.ToArray(), positive.ToArray());
    }
}
