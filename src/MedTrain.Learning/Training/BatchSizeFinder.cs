using MedTrain.Learning.Batching;
using static TorchSharp.torch;

namespace MedTrain.Learning.Training;

/// <summary>
/// Finds how large a batch fits into memory, by training steps of growing size. No step is made that the ones before it say would not fit:
/// on a processor the system would end the program.
/// </summary>
public static class BatchSizeFinder
{
    private const int Steps = 2; // the optimizer makes its state in the first

    /// <summary>Makes the steps.</summary>
    /// <param name="create">Makes a session, to be spoiled, whose batches have a size.</param>
    /// <param name="config">How much memory may be used, and the largest size.</param>
    /// <param name="step">Images of an optimizer step.</param>
    /// <param name="device">Where the sessions are.</param>
    /// <param name="stop">Checked between steps.</param>
    /// <returns>The sizes that fit, ascending; none when not even the smallest does.</returns>
    /// <exception cref="NonFiniteLossException">The loss is not finite, more often than the config lets pass.</exception>
    /// <exception cref="Torch.TorchFeatureMissingException">The provider does not count memory.</exception>
    public static IReadOnlyList<BatchTrial> Run(
        Func<int, TrainingSession> create, BatchSizeFinderConfig config, int step, Device device, CancellationToken stop)
    {
        var trials = new List<BatchTrial>();
        var memory = new PeakMemory(device);
        var budget = memory.Limit is { } limit ? config.MemoryShare * limit : double.MaxValue;
        foreach (var size in config.Sizes(step).TakeWhile(size => Expected(trials, size) <= budget))
        {
            stop.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            if (Measure(create(size), memory, stop) is not { } bytes || bytes > budget)
            {
                break;
            }

            trials.Add(new BatchTrial(size, bytes));
        }

        return trials;
    }

    /// <summary>What a size takes, by the line through the last two; 0 when nothing is known.</summary>
    internal static double Expected(IReadOnlyList<BatchTrial> trials, int size) => trials switch
    {
        [] => 0,
        [var only] => (double)only.PeakBytes * size / only.BatchSize,
        [.., var before, var last] =>
            last.PeakBytes + ((double)(last.PeakBytes - before.PeakBytes) / (last.BatchSize - before.BatchSize) * (size - last.BatchSize)),
    };

    // Null when memory ran out.
    private static long? Measure(TrainingSession session, PeakMemory memory, CancellationToken stop)
    {
        var step = new OptimizerStep(session);
        session.Trainable.Begin(session.Config.Epochs); // everything that is ever trained
        memory.Reset();
        try
        {
            for (var (epoch, made) = (1, 0); made < Steps; epoch++)
            {
                stop.ThrowIfCancellationRequested();
                using var batch = session.TrainingBatches.Shuffled(epoch).First();
                made += IsMade(step, epoch, batch, session.Config) ? 1 : 0;
            }

            return memory.Bytes;
        }
        catch (Exception failure) when (OutOfMemory.Is(failure))
        {
            return null;
        }
        finally
        {
            session.Optimizer.Dispose();
            session.Network.Dispose();
        }
    }

    // A step whose loss is not finite took less memory than the others: another batch is tried where training would pass over it, too.
    private static bool IsMade(OptimizerStep step, int epoch, Batch batch, TrainingConfig config)
    {
        try
        {
            step.Make(epoch, [batch]);
            return true;
        }
        catch (NonFiniteLossException) when (config.OnNonfinite == NonFiniteAction.Skip && epoch < Steps + config.NonfiniteLimit)
        {
            return false;
        }
    }
}
