using System.Diagnostics;
using MedTrain.Learning.Training;
using Serilog;

namespace MedTrain.Runs;

/// <summary>Shows and logs how the training of one fold goes.</summary>
internal sealed class FoldWatch(
    NetworkPlace place, TrainingConfig config, FitDisplay display, ILogger log, Action<IReadOnlyList<EpochResult>> epochDone) : ITrainingWatch, IDisposable
{
    private IStage? stage;
    private int shownEpoch;

    /// <inheritdoc/>
    public void Resumed(TrainingProgress progress)
    {
        log.Information(
            "{Network:l}: resuming after epoch {Epoch}{Batches:l}", place.Title, progress.CompletedEpochs,
            progress.Position.Batches > 0 ? $" and {progress.Position.Batches} batches" : "");
        epochDone(progress.History);
    }

    /// <inheritdoc/>
    public void StepDone(EpochPosition at, int batches)
    {
        if (shownEpoch == 0)
        {
            var started = Process.GetCurrentProcess().StartTime;
            log.Debug("{Network:l}: first step {Seconds:0.0} s after the start", place.Title, (DateTime.Now - started).TotalSeconds);
        }

        if (stage is null || shownEpoch != at.Epoch)
        {
            stage?.Dispose();
            (stage, shownEpoch) = (display.Stage($"{place.Title.ToLowerInvariant()} epoch {at.Epoch}/{config.Epochs}"), at.Epoch);
        }

        stage.Report(at.Batches, batches, at);
    }

    /// <inheritdoc/>
    public void EpochDone(TrainingProgress progress)
    {
        Dispose();
        epochDone(progress.History);
        EpochLine.Write(log, place, progress, config);
    }

    /// <inheritdoc/>
    public void Warn(string message) => log.Warning("{Network:l}: {Message:l}", place.Title, message);

    /// <inheritdoc/>
    public void Dispose()
    {
        stage?.Dispose();
        stage = null;
    }
}
