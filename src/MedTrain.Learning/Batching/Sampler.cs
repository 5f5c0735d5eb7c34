using MedTrain.Data;

namespace MedTrain.Learning.Batching;

/// <summary>Which training cases make an epoch, and in which order. An epoch always has as many draws as there are cases.</summary>
public abstract record Sampler
{
    /// <summary>The draws of an epoch; they depend on the cases, the seed and the epoch alone.</summary>
    /// <param name="cases">The training cases.</param>
    /// <param name="seed">The experiment's seed.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <returns>Positions in <paramref name="cases"/>, as many as there are cases.</returns>
    public abstract int[] Draw(IReadOnlyList<LabelledCase> cases, long seed, int epoch);

    /// <summary>The generator of an epoch's order.</summary>
    private protected static CounterRandom RandomOf(long seed, int epoch) => new(seed, RandomStream.Shuffle, epoch);
}

/// <summary>Every case once, in random order.</summary>
public sealed record ShuffledSampler : Sampler
{
    /// <inheritdoc/>
    public override int[] Draw(IReadOnlyList<LabelledCase> cases, long seed, int epoch)
    {
        int[] order = [.. Enumerable.Range(0, cases.Count)];
        RandomOf(seed, epoch).Shuffle<int>(order);
        return order;
    }
}

/// <summary>Every case once, in the cohort's order.</summary>
public sealed record SequentialSampler : Sampler
{
    /// <inheritdoc/>
    public override int[] Draw(IReadOnlyList<LabelledCase> cases, long seed, int epoch) => [.. Enumerable.Range(0, cases.Count)];
}
