using MedTrain.Learning.Training;
using Serilog;

namespace MedTrain.Runs;

/// <summary>Shows and logs how the training of one fold goes.</summary>
/// <param name="name">What is trained, as <c>fold 0</c>.</param>
/// <param name="config">The training settings.</param>
/// <param name="display">Shows the progress.</param>
/// <param name="log">The log.</param>
/// <param name="epochDone">Told all finished epochs after each one.</param>
internal sealed class FoldWatch(
    string name, TrainingConfig config, FitDisplay display, ILogger log, Action<IReadOnlyList<EpochResult>> epochDone) : ITrainingWatch, IDisposable
{
    private string Title => char.ToUpperInvariant(name[0]) + name[1..];

    private IStage? stage;
    private int shownEpoch;

    /// <inheritdoc/>
    public void Resumed(TrainingProgress progress)
    {
        log.Information(
            "{Name:l}: resuming after epoch {Epoch}{Batches:l}", Title, progress.CompletedEpochs,
            progress.Position.Batches > 0 ? $" and {progress.Position.Batches} batches" : "");
        epochDone(progress.History);
    }

    /// <inheritdoc/>
    public void StepDone(EpochPosition at, int batches)
    {
        if (stage is null || shownEpoch != at.Epoch)
        {
            stage?.Dispose();
            (stage, shownEpoch) = (display.Stage($"{name} epoch {at.Epoch}/{config.Epochs}"), at.Epoch);
        }

        stage.Report(at.Batches, batches, at);
    }

    /// <inheritdoc/>
    public void EpochDone(TrainingProgress progress)
    {
        Dispose();
        epochDone(progress.History);
        EpochLine.Write(log, Title, progress, config);
    }

    /// <inheritdoc/>
    public void Warn(string message) => log.Warning("{Name:l}: {Message:l}", Title, message);

    /// <inheritdoc/>
    public void Dispose()
    {
        stage?.Dispose();
        stage = null;
    }
}
