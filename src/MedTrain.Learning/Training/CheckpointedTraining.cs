using System.Globalization;
using MedTrain.Learning.Inference;

namespace MedTrain.Learning.Training;

/// <summary>Told how a training goes, to show and log it.</summary>
public interface ITrainingWatch
{
    /// <summary>The training goes on from a saved place.</summary>
    void Resumed(TrainingProgress progress);

    /// <summary>An optimizer step was made.</summary>
    void StepDone(EpochPosition at, int batches);

    /// <summary>An epoch is finished and saved.</summary>
    void EpochDone(TrainingProgress progress);

    /// <summary>Something that a person should know.</summary>
    void Warn(string message);
}

/// <summary>Trains a session to its end, from its newest checkpoint if there is one, saving on the way.</summary>
/// <param name="session">A session as it was created.</param>
/// <param name="checkpoints">Where to save.</param>
/// <param name="facts">What weights files carry besides weights.</param>
/// <param name="watch">Told how it goes.</param>
/// <param name="time">The clock that says when a state is due; null for the machine's.</param>
public sealed class CheckpointedTraining(
    TrainingSession session, CheckpointFolder checkpoints, IReadOnlyDictionary<string, string> facts, ITrainingWatch watch, TimeProvider? time = null)
{
    private readonly TrainingConfig config = session.Config;
    private readonly TimeProvider clock = time ?? TimeProvider.System;
    private long lastSave;

    /// <summary>The validation's predictions by the weights in <see cref="CheckpointFolder.BestPath"/>; null when those are of an earlier start.</summary>
    public CasePredictions? BestValidation { get; private set; }

    /// <summary>Trains until the last epoch or until early stopping. The last files may still be on the way to the disk.</summary>
    /// <param name="stop">Finishes the step, saves the state, and ends.</param>
    /// <exception cref="OperationCanceledException">Stopped, with a saved state.</exception>
    /// <exception cref="CheckpointException">A state cannot be used or written.</exception>
    public TrainingProgress Run(CancellationToken stop)
    {
        var progress = checkpoints.Resume(session, watch.Warn);
        if (progress != TrainingProgress.Start)
        {
            watch.Resumed(progress);
        }

        try
        {
            return Run(progress, stop);
        }
        catch
        {
            checkpoints.Finish();
            throw;
        }
    }

    private TrainingProgress Run(TrainingProgress progress, CancellationToken stop)
    {
        var loop = new TrainingLoop(session);
        lastSave = clock.GetTimestamp();
        while (!progress.IsFinished(config))
        {
            progress = RunEpoch(loop, progress, stop);
        }

        if (!File.Exists(checkpoints.LastPath))
        {
            checkpoints.SaveWeights(checkpoints.LastPath, session, FactsAt(progress));
        }

        return progress;
    }

    private TrainingProgress RunEpoch(TrainingLoop loop, TrainingProgress progress, CancellationToken stop)
    {
        EpochResult result;
        try
        {
            result = loop.RunEpoch(progress, at =>
            {
                progress = progress with { Position = at };
                watch.StepDone(at, session.TrainingBatches.BatchCount);
                SaveIfDue(progress);
            }, stop);
        }
        catch (OperationCanceledException)
        {
            checkpoints.SaveState(session, progress);
            throw;
        }

        progress = progress.After(result, config);
        // The state goes last: whatever was written before it is written again, equal, by a run that resumes from an older one.
        SaveBest(progress);
        if (progress.IsFinished(config) || (config.Checkpoints.EveryEpochs > 0 && result.Epoch % config.Checkpoints.EveryEpochs == 0))
        {
            Save(progress);
        }

        watch.EpochDone(progress);
        return progress;
    }

    private void SaveBest(TrainingProgress progress)
    {
        var here = FactsAt(progress);
        if (progress.BestEpoch(config.EarlyStopping.Monitor) == progress.CompletedEpochs)
        {
            checkpoints.SaveWeights(checkpoints.BestPath, session, here);
            BestValidation = (session.Criterion as SupervisedCriterion)?.Validated;
        }

        foreach (var monitor in config.KeepBest.Where(monitor => progress.BestEpoch(monitor) == progress.CompletedEpochs))
        {
            checkpoints.SaveWeights(checkpoints.BestPathBy(monitor), session, here);
        }
    }

    private Dictionary<string, string> FactsAt(TrainingProgress progress) =>
        new(facts) { ["epoch"] = progress.CompletedEpochs.ToString(CultureInfo.InvariantCulture) };

    private void SaveIfDue(TrainingProgress progress)
    {
        if (config.Checkpoints.EveryMinutes > 0 && clock.GetElapsedTime(lastSave).TotalMinutes >= config.Checkpoints.EveryMinutes)
        {
            Save(progress);
        }
    }

    private void Save(TrainingProgress progress)
    {
        checkpoints.SaveState(session, progress);
        lastSave = clock.GetTimestamp();
    }
}
