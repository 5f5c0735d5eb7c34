using MedTrain.Evaluation.Samples;

namespace MedTrain.Evaluation.Tallies;

/// <summary>Cases in order of score, cut into runs, so that one pass counts every pair of a positive and a negative.</summary>
/// <remarks>
/// A run is: negatives that come strictly before its positives, negatives tied with them, the positives. Sorting is done once;
/// each resample is then one pass over <see cref="Order"/>.
/// </remarks>
internal sealed class RankedRuns
{
    private RankedRuns(int[] order, Run[] runs) => (Order, Runs) = (order, runs);

    /// <summary>Patient of each case, run after run.</summary>
    internal int[] Order { get; }

    internal Run[] Runs { get; }

    /// <summary>Ends (exclusive) of the three parts of a run in <see cref="Order"/>; it begins where the run before ends.</summary>
    internal readonly record struct Run(int NegativesBefore, int NegativesTied, int Positives);

    /// <summary>Sorts and cuts.</summary>
    /// <param name="sample">The cases.</param>
    /// <param name="descending">From the highest score down.</param>
    /// <param name="merge">Put positives of different score into one run where no negative lies between; right where only pairs
    /// matter.</param>
    internal static RankedRuns Cut(BinarySample sample, bool descending, bool merge)
    {
        var keys = sample.Scores.ToArray();
        var cases = new int[keys.Length];
        for (var i = 0; i < cases.Length; i++)
        {
            cases[i] = i;
        }
        Array.Sort(keys, cases);
        if (descending)
        {
            Array.Reverse(keys);
            Array.Reverse(cases);
        }
        return Cut(keys, cases, sample, merge);
    }

    private static RankedRuns Cut(double[] keys, int[] cases, BinarySample sample, bool merge)
    {
        var order = new int[cases.Length];
        var runs = new List<Run>();
        int before = 0, tied = 0, at = 0;
        for (int start = 0, end; start < cases.Length; start = end)
        {
            for (end = start + 1; end < cases.Length && keys[end] == keys[start]; end++)
            {
            }
            var group = cases.AsSpan(start..end);
            var positives = CountPositives(group, sample);
            var joins = merge && positives == group.Length && tied == before;
            if (at > tied && !joins)
            {
                runs.Add(new Run(before, tied, at));
                before = tied = at;
            }
            if (positives < group.Length)
            {
                at = Append(group, sample, positive: false, order, at);
                tied = at;
                before = positives == 0 ? at : before;
            }
            at = Append(group, sample, positive: true, order, at);
        }
        runs.Add(new Run(before, tied, at));
        return new RankedRuns(order, [.. runs]);
    }

    private static int CountPositives(ReadOnlySpan<int> group, BinarySample sample)
    {
        var count = 0;
        foreach (var one in group)
        {
            count += sample.Positive[one] ? 1 : 0;
        }
        return count;
    }

    private static int Append(ReadOnlySpan<int> group, BinarySample sample, bool positive, int[] order, int at)
    {
        foreach (var one in group)
        {
            if (sample.Positive[one] == positive)
            {
                order[at++] = sample.Patients[one];
            }
        }
        return at;
    }
}
