using MedTrain.Configuration;
using MedTrain.Data.Cohorts;
using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Inference;
using MedTrain.Learning.Training;
using Serilog;
using static TorchSharp.torch;

namespace MedTrain.Runs;

/// <summary>Trains one fold, from its newest checkpoint if there is one, and writes its predictions.</summary>
internal sealed class FoldRun(ExperimentPlan plan, RunFolder folder, string planHash, SplitFold fold, PreparedImages images, Device device, ILogger log)
{
    private readonly ExperimentConfig config = plan.Config;
    private readonly CheckpointFolder checkpoints = new(folder.Fold(fold.Number), planHash, plan.Config.Training.Checkpoints.Keep);
    private readonly SessionFactory sessions = new(plan, fold, images, device, log);

    /// <summary>The fold's number, from 0.</summary>
    public int Number => fold.Number;

    /// <summary>True when the fold's predictions have been written.</summary>
    public bool IsDone => File.Exists(folder.Predictions(fold.Number, "val"));

    /// <summary>Trains until the policy says stop, then predicts the validation and test parts with the best weights.</summary>
    /// <param name="display">Shows the progress.</param>
    /// <param name="epochDone">Told all finished epochs after each one.</param>
    /// <param name="stop">Finishes the step, saves the state, and ends.</param>
    public void Train(FitDisplay display, Action<IReadOnlyList<EpochResult>> epochDone, CancellationToken stop)
    {
        using var scope = NewDisposeScope();
        var session = sessions.Create(resumes: checkpoints.States.Count > 0);
        using var watch = new FoldWatch(fold.Number, config.Training, display, log, epochDone);
        var progress = new CheckpointedTraining(session, checkpoints, sessions.Facts(session.Objective), watch).Run(stop);
        var best = progress.BestEpoch(config.Training.EarlyStopping.Monitor);
        log.Information("Fold {Fold}: best epoch {Epoch} of {Epochs}", fold.Number, best, progress.CompletedEpochs);
        foreach (var monitor in config.Training.KeepBest)
        {
            checkpoints.LoadWeights(checkpoints.BestPathBy(monitor), session);
            Predict(session, fold.Test, $"test-{monitor}", stop);
            Predict(session, fold.Validation, $"val-{monitor}", stop);
        }

        checkpoints.LoadWeights(checkpoints.BestPath, session);
        Predict(session, fold.Test, "test", stop);
        var validation = Predict(session, fold.Validation, "val", stop, write: false)!;
        checkpoints.AddFacts(checkpoints.BestPath, FrozenThresholds.Choose(validation, config.Evaluation));
        PredictionCsv.Write(folder.Predictions(fold.Number, "val"), validation);
    }

    private PredictionTable? Predict(TrainingSession session, IReadOnlyList<int> cases, string part, CancellationToken stop, bool write = true)
    {
        if (!cases.Any(images.Has))
        {
            return null;
        }

        var predictions = Predictor.Run(session.Network, session.Objective, sessions.Loader(cases), config.Training, device, stop);
        var table = PredictionTables.Of(plan.Cohort, config.Task, predictions, fold.Number);
        if (write)
        {
            PredictionCsv.Write(folder.Predictions(fold.Number, part), table);
        }

        return table;
    }
}
