using System.Diagnostics;
using MedTrain.Learning.Batching;
using MedTrain.Learning.Inference;

namespace MedTrain.Learning.Training;

/// <summary>The training loop: epochs of steps, a validation after each. Writes nothing and decides nothing.</summary>
/// <param name="session">What is trained, and on what.</param>
public sealed class TrainingLoop(TrainingSession session)
{
    private readonly TrainingConfig config = session.Config;
    private readonly StepGradient gradients = new(session);

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
            at = Step(at, batches, progress.History);
            at = at with { Seconds = at.Seconds + clock.Elapsed.TotalSeconds };
            clock.Restart();
            Array.ForEach(batches, batch => batch.Dispose());
            stepDone?.Invoke(at);
            stop.ThrowIfCancellationRequested();
        }

        return Validate(at, stop);
    }

    private EpochPosition Step(EpochPosition at, Batch[] batches, IReadOnlyList<EpochResult> history)
    {
        var rate = SetLearningRate(at, history);
        var done = at.Batches + batches.Length;
        using var statistics = config.OnNonfinite == NonFiniteAction.Skip ? new BufferCopy(session.Network) : null;
        try
        {
            var loss = Update(at.Epoch, batches);
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

    private StepLoss Update(int epoch, Batch[] batches)
    {
        var loss = gradients.Compute(epoch, batches);
        if (loss.IsUsable)
        {
            session.OptimizerRow.Prepare?.Invoke(session.Trainable.Groups);
            // Outside the batches' scopes: an optimizer may make its state in its first step.
            session.Optimizer.step(session.OptimizerRow.UsesClosure ? () => gradients.Compute(epoch, batches).Mean : null);
        }

        return loss;
    }

    private EpochResult Validate(EpochPosition at, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        var validation = Evaluate(at.Epoch, stop);
        ValidationScores? averaged = null;
        if (session.Average is { Count: > 0 } average)
        {
            using var applied = average.Apply();
            averaged = Evaluate(at.Epoch, stop);
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

    private ValidationScores Evaluate(int epoch, CancellationToken stop)
    {
        var predictions = Predictor.Run(
            session.Network, session.Objective, session.ValidationBatches, config with { TestTime = null }, session.Device, stop);
        var broken = predictions.Cases.Zip(predictions.Scores).FirstOrDefault(pair => !pair.Second.All(float.IsFinite)).First;
        return broken is null ? ValidationScores.Of(predictions, session) : throw new NonFiniteLossException(epoch, broken.CaseId);
    }

    private double SetLearningRate(EpochPosition at, IReadOnlyList<EpochResult> history)
    {
        var step = ((long)(at.Epoch - 1) * session.StepsPerEpoch) + (at.Batches / config.Accumulate);
        var rate = LearningRate.At(config, step, session.StepsPerEpoch, history);
        foreach (var (group, ours) in session.Optimizer.ParamGroups.Zip(session.Trainable.Groups))
        {
            group.LearningRate = rate * ours.RateFactor;
        }

        return rate;
    }
}
