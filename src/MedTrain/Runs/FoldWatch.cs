using System.Diagnostics;
using MedTrain.Learning.Training;
using Serilog;

namespace MedTrain.Runs;

/// <summary>Shows and logs how the training of one fold goes.</summary>
internal sealed class FoldWatch(
    int fold, TrainingConfig config, FitDisplay display, ILogger log, Action<IReadOnlyList<EpochResult>> epochDone) : ITrainingWatch, IDisposable
{
    private IStage? stage;
    private int shownEpoch;

    /// <inheritdoc/>
    public void Resumed(TrainingProgress progress)
    {
        log.Information(
            "Fold {Fold}: resuming after epoch {Epoch}{Batches:l}", fold, progress.CompletedEpochs,
            progress.Position.Batches > 0 ? $" and {progress.Position.Batches} batches" : "");
        epochDone(progress.History);
    }

    /// <inheritdoc/>
    public void StepDone(EpochPosition at, int batches)
    {
        if (shownEpoch == 0)
        {
            var started = Process.GetCurrentProcess().StartTime;
            log.Debug("Fold {Fold}: first step {Seconds:0.0} s after the program's start", fold, (DateTime.Now - started).TotalSeconds);
        }

        if (stage is null || shownEpoch != at.Epoch)
        {
            stage?.Dispose();
            (stage, shownEpoch) = (display.Stage($"fold {fold} epoch {at.Epoch}/{config.Epochs}"), at.Epoch);
        }

        stage.Report(at.Batches, batches, at);
    }

    /// <inheritdoc/>
    public void EpochDone(TrainingProgress progress)
    {
        Dispose();
        epochDone(progress.History);
        EpochLine.Write(log, fold, progress, config);
    }

    /// <inheritdoc/>
    public void Warn(string message) => log.Warning("Fold {Fold}: {Message:l}", fold, message);

    /// <inheritdoc/>
    public void Dispose()
    {
        stage?.Dispose();
        stage = null;
    }
}
