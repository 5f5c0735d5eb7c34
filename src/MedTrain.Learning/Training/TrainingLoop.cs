using System.Diagnostics;
using MedTrain.Learning.Batching;

namespace MedTrain.Learning.Training;

/// <summary>The training loop: epochs of steps, a validation after each. Writes nothing and decides nothing.</summary>
/// <param name="session">What is trained, and on what.</param>
public sealed class TrainingLoop(TrainingSession session)
{
    private readonly TrainingConfig config = session.Config;
    private readonly OptimizerStep optimizerStep = new(session);

    /// <summary>Trains an epoch from where it stands to its end, and validates.</summary>
    /// <param name="progress">The finished epochs, and the place in this one.</param>
    /// <param name="stepDone">Told the new place after each optimizer step; everything can be saved then.</param>
    /// <param name="stop">Checked between steps, and while validating.</param>
    /// <exception cref="NonFiniteLossException">The loss became infinite or not a number.</exception>
    /// <exception cref="OperationCanceledException">Stopped; the last place told to <paramref name="stepDone"/> is where things stand.</exception>
    public EpochResult RunEpoch(TrainingProgress progress, Action<EpochPosition>? stepDone, CancellationToken stop)
    {
        var at = progress.Position;
        var clock = Stopwatch.StartNew();
        session.Trainable.Begin(at.Epoch);
        // Not cancelled by itself: a step that has begun is finished, or its forward passes would leave traces.
        foreach (var batches in session.TrainingBatches.Shuffled(at.Epoch, at.Batches).Chunk(config.Accumulate))
        {
            at = StepInMemory(at, batches, progress.History);
            at = at with { Seconds = at.Seconds + clock.Elapsed.TotalSeconds };
            clock.Restart();
            Array.ForEach(batches, batch => batch.Dispose());
            stepDone?.Invoke(at);
            stop.ThrowIfCancellationRequested();
        }

        return Validate(at, stop);
    }

    private EpochPosition StepInMemory(EpochPosition at, Batch[] batches, IReadOnlyList<EpochResult> history)
    {
        try
        {
            return Step(at, batches, history);
        }
        catch (Exception failure) when (OutOfMemory.Is(failure))
        {
            throw OutOfMemory.Explain(failure, session.Network, session.TrainingBatches.SampleShape, config);
        }
    }

    private EpochPosition Step(EpochPosition at, Batch[] batches, IReadOnlyList<EpochResult> history)
    {
        var rate = SetLearningRate(at, history);
        var done = at.Batches + batches.Length;
        using var statistics = config.OnNonfinite == NonFiniteAction.Skip ? new BufferCopy(session.Network) : null;
        try
        {
            var loss = optimizerStep.Make(at.Epoch, batches);
            session.Average?.StepDone(at.Epoch, endsEpoch: done == session.TrainingBatches.BatchCount);
            return at with
            {
                Batches = done,
                LossSum = at.LossSum + loss.Sum,
                Known = at.Known + loss.Known,
                Images = at.Images + batches.Sum(batch => batch.Cases.Count),
                GradientNorm = loss.Norm,
                LearningRate = rate,
            };
        }
        catch (NonFiniteLossException) when (statistics is not null && at.Skipped < config.NonfiniteLimit)
        {
            statistics.Restore();
            session.Average?.StepDone(at.Epoch, endsEpoch: done == session.TrainingBatches.BatchCount);
            return at with { Batches = done, Skipped = at.Skipped + 1, LearningRate = rate };
        }
    }

    private EpochResult Validate(EpochPosition at, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        var validation = session.Criterion.Validate(session.ValidationBatches, at.Epoch, stop);
        ValidationScores? averaged = null;
        if (session.Average is { Count: > 0 } average)
        {
            using var applied = average.Apply();
            averaged = session.Criterion.Validate(session.ValidationBatches, at.Epoch, stop);
        }

        return new EpochResult
        {
            Epoch = at.Epoch,
            TrainingLoss = at.MeanLoss,
            Validation = validation,
            Averaged = averaged,
            LearningRate = at.LearningRate,
            GradientNorm = at.GradientNorm,
            SkippedSteps = at.Skipped,
            Seconds = at.Seconds + clock.Elapsed.TotalSeconds,
            ImagesPerSecond = at.ImagesPerSecond,
            Finished = (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds,
        };
    }

    private double SetLearningRate(EpochPosition at, IReadOnlyList<EpochResult> history)
    {
        var step = ((long)(at.Epoch - 1) * session.StepsPerEpoch) + (at.Batches / config.Accumulate);
        var rate = LearningRate.At(config, step, session.StepsPerEpoch, history);
        optimizerStep.SetRate(rate);
        return rate;
    }
}
