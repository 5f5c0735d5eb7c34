using System.Threading.Channels;
using MedTrain.Data;

namespace MedTrain.Learning.Batching;

/// <summary>
/// Makes the batches of an epoch on a background thread, a few ahead of the network. Order and augmentation depend on
/// (seed, epoch, case) alone.
/// </summary>
/// <param name="source">The preprocessed images.</param>
/// <param name="cases">The cases to draw from.</param>
/// <param name="batchSize">Cases in a batch; the last of an epoch may have fewer, or one more.</param>
/// <param name="augmentations">Random changes applied to each image, in order; none for validation.</param>
/// <param name="seed">The experiment's seed.</param>
public sealed class BatchLoader(
    SampleSource source, IReadOnlyList<LabelledCase> cases, int batchSize, IReadOnlyList<Augmentation> augmentations, long seed)
{
    private const int BatchesAhead = 4;

    /// <summary>The cases it draws from.</summary>
    public IReadOnlyList<LabelledCase> Cases => cases;

    /// <summary>Batches in an epoch. A single left-over case joins the batch before it: batch norm cannot train on one case.</summary>
    public int BatchCount => Math.Max(1, cases.Count / batchSize + (cases.Count % batchSize > Math.Min(1, batchSize - 1) ? 1 : 0));

    /// <summary>The batches of a training epoch: every case once, in random order, augmented. Dispose each batch after use.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="from">The first batch to make; those before it are left out.</param>
    public IEnumerable<Batch> Shuffled(int epoch, int from = 0)
    {
        LabelledCase[] order = [.. cases];
        new CounterRandom(seed, RandomStream.Shuffle, epoch).Shuffle<LabelledCase>(order);
        return Load(order, epoch, from, CancellationToken.None);
    }

    /// <summary>All cases once, in their own order, not augmented. Dispose each batch after use.</summary>
    public IEnumerable<Batch> InOrder(CancellationToken cancellation) => Load(cases, null, 0, cancellation);

    private IEnumerable<Batch> Load(IReadOnlyList<LabelledCase> order, int? epoch, int from, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var queue = Channel.CreateBounded<Batch>(BatchesAhead);
        var producer = Task.Run(() => Produce(order, epoch, from, queue.Writer, stop.Token), CancellationToken.None);
        try
        {
            while (queue.Reader.WaitToReadAsync(cancellation).AsTask().GetAwaiter().GetResult())
            {
                while (queue.Reader.TryRead(out var batch))
                {
                    yield return batch;
                }
            }
        }
        finally
        {
            stop.Cancel();
            producer.GetAwaiter().GetResult();
            while (queue.Reader.TryRead(out var unread))
            {
                unread.Dispose();
            }
        }
    }

    private async Task Produce(IReadOnlyList<LabelledCase> order, int? epoch, int from, ChannelWriter<Batch> queue, CancellationToken stop)
    {
        try
        {
            for (var number = from; number < BatchCount; number++)
            {
                var size = number == BatchCount - 1 ? order.Count - number * batchSize : batchSize;
                await queue.WriteAsync(Make(number, [.. order.Skip(number * batchSize).Take(size)], epoch), stop);
            }

            queue.Complete();
        }
        catch (OperationCanceledException)
        {
            queue.Complete();
        }
        catch (Exception failure)
        {
            queue.Complete(failure);
        }
    }

    private Batch Make(int number, IReadOnlyList<LabelledCase> members, int? epoch)
    {
        var batch = new Batch(number, members, source);
        long[] shape = [.. source.Shape];
        for (var i = 0; i < members.Count; i++)
        {
            var sample = batch.Sample(i);
            source.Read(members[i].Index, sample);
            if (epoch is { } drawn)
            {
                var random = new CounterRandom(seed, RandomStream.Augmentation, drawn, StableHash.Of(members[i].CaseId));
                foreach (var augmentation in augmentations)
                {
                    augmentation.Apply(sample, shape, ref random);
                }
            }
        }

        return batch;
    }
}
