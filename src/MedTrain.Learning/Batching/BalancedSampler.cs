using MedTrain.Data;

namespace MedTrain.Learning.Batching;

/// <summary>
/// Groups of cases take turns in random order; within a group every case comes once before one comes again. Small groups thus come
/// more often than they would, large ones less.
/// </summary>
public abstract record BalancedSampler : Sampler
{
    /// <inheritdoc/>
    public sealed override int[] Draw(IReadOnlyList<LabelledCase> cases, long seed, int epoch)
    {
        var random = RandomOf(seed, epoch);
        var groups = Groups(cases).GroupBy(pair => pair.Group, pair => pair.Position).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new Turns<int>([.. group])).ToArray();
        var turns = new Turns<Turns<int>>(groups);
        var order = new int[cases.Count];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = turns.Next(ref random).Next(ref random);
        }

        return order;
    }

    /// <summary>The group of each case that may be drawn.</summary>
    private protected abstract IEnumerable<(string Group, int Position)> Groups(IReadOnlyList<LabelledCase> cases);

    /// <summary>Items that come in random order, again and again.</summary>
    private sealed class Turns<T>(T[] items)
    {
        private int next;

        public T Next(ref CounterRandom random)
        {
            if (next % items.Length == 0)
            {
                next = 0;
                random.Shuffle<T>(items);
            }

            return items[next++];
        }
    }
}

/// <summary>
/// Every class as often as every other. With several labels a case counts for the rarest that it has, or for none of them; cases whose
/// labels are all unknown are a group too.
/// </summary>
public sealed record ClassBalancedSampler : BalancedSampler
{
    private protected override IEnumerable<(string Group, int Position)> Groups(IReadOnlyList<LabelledCase> cases)
    {
        var counts = new int[cases.Count == 0 ? 0 : cases[0].Labels.Length];
        foreach (var member in cases)
        {
            for (var label = 0; label < counts.Length; label++)
            {
                counts[label] += member.Labels[label] > 0.5f ? 1 : 0;
            }
        }

        return cases.Select((member, position) => (GroupOf(member.Labels, counts), position));
    }

    private static string GroupOf(float[] labels, int[] counts)
    {
        var has = Enumerable.Range(0, labels.Length).Where(label => labels[label] > 0.5f).ToList();
        return has.Count > 0 ? $"{has.MinBy(label => counts[label])}" : labels.All(float.IsNaN) ? "unknown" : "none";
    }
}

/// <summary>Every patient as often as every other, however many images each has.</summary>
public sealed record PatientBalancedSampler : BalancedSampler
{
    private protected override IEnumerable<(string Group, int Position)> Groups(IReadOnlyList<LabelledCase> cases) =>
        cases.Select((member, position) => (member.PatientId ?? member.CaseId, position));
}
