using MedTrain.Learning.Training;
using Serilog;
using static TorchSharp.torch;

namespace MedTrain.Runs;

/// <summary>Finds a fold's learning rate before its training when the experiment asks for it, once: a resumed run reads what was found.</summary>
internal static class LearningRateSearch
{
    /// <summary>The training settings with the rate that was found; as they are when none is asked for.</summary>
    /// <param name="training">The training settings.</param>
    /// <param name="file">Where the curve is kept.</param>
    /// <param name="session">Makes a session to spoil.</param>
    /// <param name="log">The log.</param>
    /// <param name="stop">Checked between steps.</param>
    /// <exception cref="TrainingException">The loss falls at none of the rates.</exception>
    public static TrainingConfig Find(TrainingConfig training, string file, Func<TrainingSession> session, ILogger log, CancellationToken stop)
    {
        if (training.LearningRateFinder is not { } finder) { return training; }

        if (!File.Exists(file))
        {
            using var scope = NewDisposeScope();
            RunFolder.Write(file, LearningRateFinder.Run(session(), finder, stop).ToCsv());
        }

        var found = LearningRateCurve.FromCsv(File.ReadLines(file)).Steepest() ?? throw new TrainingException(
            $"training.learning_rate_finder: the loss falls at no rate from {finder.Lowest} to {finder.Highest} ({file}). Widen the range.");
        log.Information("Learning rate {Rate:0.##e0}: there the loss falls most steeply ({File})", found, file);
        return training with { Optimizer = training.Optimizer with { LearningRate = found } };
    }
}
