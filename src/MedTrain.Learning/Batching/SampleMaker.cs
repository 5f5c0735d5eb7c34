using System.Buffers;
using MedTrain.Data;

namespace MedTrain.Learning.Batching;

/// <summary>
/// Makes augmented training samples. A sample depends on (seed, epoch, case) alone, and on how often its case has come in the epoch
/// before: any sample can be made again.
/// </summary>
/// <param name="source">The preprocessed images.</param>
/// <param name="pool">The training cases, from which mixing draws the second.</param>
/// <param name="augmentations">Random changes, in order.</param>
/// <param name="seed">The experiment's seed.</param>
public sealed class SampleMaker(SampleSource source, IReadOnlyList<LabelledCase> pool, IReadOnlyList<Augmentation> augmentations, long seed)
{
    private readonly long[] shape = [.. source.Shape];

    /// <summary>Makes one sample.</summary>
    /// <param name="member">Its case.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="occurrence">How often the case came in the epoch before.</param>
    /// <param name="sample">Receives the image, as many floats as one sample has.</param>
    /// <param name="labels">Receives the labels.</param>
    public void Make(LabelledCase member, int epoch, int occurrence, Span<float> sample, Span<float> labels) =>
        Make(member, epoch, occurrence, augmentations, sample, labels);

    private void Make(
        LabelledCase member, int epoch, int occurrence, IEnumerable<Augmentation> changes, Span<float> sample, Span<float> labels)
    {
        source.Read(member.Index, sample);
        member.Labels.CopyTo(labels);
        var random = new CounterRandom(seed, RandomStream.Augmentation, epoch, StableHash.Of(member.CaseId), occurrence);
        var before = new List<Augmentation>();
        foreach (var change in changes)
        {
            if (change is MixingAugmentation mixing)
            {
                if (random.NextDouble() < mixing.Probability)
                {
                    Mix(mixing, pool[random.NextInt(pool.Count)], epoch, before, sample, labels, ref random);
                }
            }
            else
            {
                change.Apply(sample, shape, ref random);
                before.Add(change);
            }
        }
    }

    /// <summary>The second case goes through the same augmentations as the first, with its own parameters; it is itself not mixed.</summary>
    private void Mix(
        MixingAugmentation mixing, LabelledCase partner, int epoch, List<Augmentation> before,
        Span<float> sample, Span<float> labels, ref CounterRandom random)
    {
        var other = ArrayPool<float>.Shared.Rent(sample.Length);
        var otherLabels = new float[labels.Length];
        Make(partner, epoch, 0, before, other.AsSpan(0, sample.Length), otherLabels);
        var share = (float)mixing.Mix(sample, other.AsSpan(0, sample.Length), shape, ref random);
        for (var label = 0; label < labels.Length; label++)
        {
            labels[label] = (share * labels[label]) + ((1 - share) * otherLabels[label]);
        }

        ArrayPool<float>.Shared.Return(other);
    }
}
