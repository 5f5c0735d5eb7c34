using System.Threading.Channels;

namespace MedTrain.Learning.Batching;

/// <summary>
/// Makes the batches of an epoch on background threads, a few ahead of the network. Order and augmentation depend on
/// (seed, epoch, case) alone, so batches are the same for any number of threads.
/// </summary>
/// <param name="source">The preprocessed images.</param>
/// <param name="cases">The cases to draw from.</param>
/// <param name="batchSize">Cases in a batch; the last of an epoch may have fewer, or one more.</param>
/// <param name="augmentations">Random changes applied to each image, in order; none for validation.</param>
/// <param name="seed">The experiment's seed.</param>
/// <param name="config">Sampler and threads; null for the defaults.</param>
/// <param name="views">How many differently augmented images of each case a training batch holds.</param>
public sealed class BatchLoader(
    SampleSource source,
    IReadOnlyList<LabelledCase> cases,
    int batchSize,
    IReadOnlyList<Augmentation> augmentations,
    long seed,
    BatchingConfig? config = null,
    int views = 1)
{
    private readonly BatchingConfig config = config ?? new BatchingConfig();
    private readonly SampleMaker maker = new(source, cases, augmentations, seed);

    /// <summary>The cases it draws from.</summary>
    public IReadOnlyList<LabelledCase> Cases => cases;

    /// <summary>Shape of one image, <c>[C, (D,) H, W]</c>.</summary>
    public IReadOnlyList<long> SampleShape => source.Shape;

    /// <summary>Batches in an epoch. A single left-over case joins the batch before it: batch norm cannot train on one case.</summary>
    public int BatchCount => Math.Max(1, (cases.Count / batchSize) + (cases.Count % batchSize > Math.Min(1, batchSize - 1) ? 1 : 0));

    /// <summary>The augmented batches of a training epoch, in the sampler's order. Dispose each batch after use.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="from">The first batch to make; those before it are left out.</param>
    public IEnumerable<Batch> Shuffled(int epoch, int from = 0)
    {
        var order = config.Sampler.Draw(cases, seed, epoch);
        var occurrences = Occurrences(order);
        return Load(from, number => MakeTraining(number, order, occurrences, epoch), CancellationToken.None);
    }

    /// <summary>All cases once, in their own order, not augmented. Dispose each batch after use.</summary>
    public IEnumerable<Batch> InOrder(CancellationToken cancellation) => Load(0, MakePlain, cancellation);

    private IEnumerable<Batch> Load(int from, Func<int, Batch> make, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var queue = Channel.CreateBounded<Task<Batch>>(config.Ahead);
        var producer = Task.Run(() => Produce(from, make, queue.Writer, stop.Token), CancellationToken.None);
        try
        {
            while (queue.Reader.WaitToReadAsync(cancellation).AsTask().GetAwaiter().GetResult())
            {
                while (queue.Reader.TryRead(out var batch))
                {
                    yield return batch.GetAwaiter().GetResult();
                }
            }
        }
        finally
        {
            stop.Cancel();
            producer.GetAwaiter().GetResult();
            while (queue.Reader.TryRead(out var unread))
            {
                DisposeUnread(unread);
            }
        }
    }

    /// <summary>Starts the batches in their order, as many at once as there are threads; they are handed on in the same order.</summary>
    private async Task Produce(int from, Func<int, Batch> make, ChannelWriter<Task<Batch>> queue, CancellationToken stop)
    {
        using var threads = new SemaphoreSlim(config.ThreadCount);
        var started = new List<Task>();
        try
        {
            for (var number = from; number < BatchCount; number++)
            {
                await threads.WaitAsync(stop);
                var place = number;
                var batch = Task.Run(() => MakeAndRelease(make, place, threads), CancellationToken.None);
                started.Add(batch);
                started.RemoveAll(task => task.IsCompletedSuccessfully);
                await WriteOrDispose(queue, batch, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for the rest of the epoch any more.
        }

        // The semaphore must outlive the threads that release it; their failures reach who reads the queue.
        await Task.WhenAll(started).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        queue.Complete();
    }

    private static async Task WriteOrDispose(ChannelWriter<Task<Batch>> queue, Task<Batch> batch, CancellationToken stop)
    {
        try
        {
            await queue.WriteAsync(batch, stop);
        }
        catch (OperationCanceledException)
        {
            DisposeUnread(batch);
            throw;
        }
    }

    private static Batch MakeAndRelease(Func<int, Batch> make, int number, SemaphoreSlim threads)
    {
        try
        {
            return make(number);
        }
        finally
        {
            threads.Release();
        }
    }

    private static void DisposeUnread(Task<Batch> batch)
    {
        batch.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).GetAwaiter().GetResult();
        if (batch.IsCompletedSuccessfully)
        {
            batch.Result.Dispose();
        }
    }

    private Batch MakeTraining(int number, int[] order, int[] occurrences, int epoch)
    {
        var (first, count) = PlaceOf(number);
        var batch = new Batch(number, [.. order.AsSpan(first, count).ToArray().Select(position => cases[position])], source, views);
        for (var i = 0; i < count; i++)
        {
            for (var view = 0; view < views; view++)
            {
                maker.Make(batch.Cases[i], epoch, (occurrences[first + i] * views) + view, batch.Sample(i, view), batch.LabelsOf(i));
            }
        }

        return batch;
    }

    private Batch MakePlain(int number)
    {
        var (first, count) = PlaceOf(number);
        var batch = new Batch(number, [.. cases.Skip(first).Take(count)], source);
        for (var i = 0; i < count; i++)
        {
            source.Read(batch.Cases[i].Index, batch.Sample(i));
        }

        return batch;
    }

    /// <summary>For each draw, how often its case came before.</summary>
    private int[] Occurrences(int[] order)
    {
        var counts = new int[cases.Count];
        return Array.ConvertAll(order, position => counts[position]++);
    }

    private (int First, int Count) PlaceOf(int number) =>
        (number * batchSize, number == BatchCount - 1 ? cases.Count - (number * batchSize) : batchSize);
}
