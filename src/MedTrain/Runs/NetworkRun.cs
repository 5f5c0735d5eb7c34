using MedTrain.Configuration;
using MedTrain.Data.Cohorts;
using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Baselines;
using MedTrain.Learning.Inference;
using MedTrain.Learning.Training;
using Serilog;
using static TorchSharp.torch;

namespace MedTrain.Runs;

/// <summary>Trains one network, from its newest checkpoint if there is one, and writes its predictions of cases or of parts.</summary>
internal sealed class NetworkRun(
    ExperimentPlan plan, RunFolder folder, string planHash, SplitFold fold, NetworkPlace place, SessionFactory sessions, PretrainingRun? pretraining, Device device, ILogger log)
{
    private readonly ExperimentConfig config = plan.Config;
    private readonly CheckpointFolder checkpoints = new(folder.Network(place), planHash, plan.Config.Training.Checkpoints.Keep);

    /// <summary>The settings, with what was found before the training.</summary>
    private TrainingConfig training = plan.Config.Training;

    /// <summary>Which network it is.</summary>
    public NetworkPlace Place => place;

    /// <summary>True when the network's predictions have been written.</summary>
    public bool IsDone => File.Exists(FileOf("val"));

    /// <summary>Trains until the policy says stop, then predicts the validation and test parts with the best weights.</summary>
    /// <param name="display">Shows the progress.</param>
    /// <param name="epochDone">Told all finished epochs after each one.</param>
    /// <param name="stop">Finishes the step, saves the state, and ends.</param>
    public void Train(FitDisplay display, Action<IReadOnlyList<EpochResult>> epochDone, CancellationToken stop)
    {
        using var scope = NewDisposeScope();
        if (checkpoints.States.Count == 0)
        {
            pretraining?.Train(fold, display, stop);
        }

        training = BatchSizeSearch.Find(training, folder.BatchSizes(place), tried => sessions.Create(tried, resumes: false), device, log, stop);
        training = LearningRateSearch.Find(training, folder.LearningRates(place), () => sessions.Create(training, resumes: false), log, stop);
        var session = sessions.Create(training, resumes: checkpoints.States.Count > 0);
        using var watch = new FoldWatch(place.Title, training, display, log, epochDone);
        try
        {
            CasePredictions? validated = null;
            if (plan.Model.Fit is { } fit)
            {
                Fit(session, fit, watch, stop);
            }
            else
            {
                validated = TrainSteps(session, watch, stop);
            }

            PredictBest(session, validated, stop); // while the last state is written
        }
        finally
        {
            checkpoints.Finish();
        }
    }

    /// <param name="session">The trained network.</param>
    /// <param name="validated">What the best weights gave for the validation part, if that is known already.</param>
    /// <param name="stop">Stops between batches.</param>
    private void PredictBest(TrainingSession session, CasePredictions? validated, CancellationToken stop)
    {
        checkpoints.LoadWeights(checkpoints.BestPath, session);
        if (Predict(session, fold.Test, stop) is { } test) { PredictionCsv.Write(FileOf("test"), test); }

        var validation = validated is null || training.TestTime is not null ? Predict(session, fold.Validation, stop)! : TableOf(validated);
        checkpoints.AddFacts(checkpoints.BestPath, FrozenThresholds.Choose(validation, config.Evaluation));
        checkpoints.Finish(); // before the file that says that the network is done
        PredictionCsv.Write(FileOf("val"), validation);
    }

    private string FileOf(string part) => sessions.SeesParts ? folder.PartPredictions(place, part) : folder.Predictions(place, part);

    /// <summary>Trains; gives what the best weights predicted for the validation part, null when they are of an earlier start.</summary>
    private CasePredictions? TrainSteps(TrainingSession session, FoldWatch watch, CancellationToken stop)
    {
        var steps = new CheckpointedTraining(session, checkpoints, sessions.Facts(session.Objective), watch);
        var progress = steps.Run(stop);
        var best = progress.BestEpoch(config.Training.EarlyStopping.Monitor);
        log.Information("{Network:l}: best epoch {Epoch} of {Epochs}", place.Title, best, progress.CompletedEpochs);
        foreach (var monitor in config.Training.KeepBest)
        {
            checkpoints.LoadWeights(checkpoints.BestPathBy(monitor), session);
            if (Predict(session, fold.Test, stop) is { } test) { PredictionCsv.Write(FileOf($"test-{monitor}"), test); }

            PredictionCsv.Write(FileOf($"val-{monitor}"), Predict(session, fold.Validation, stop)!);
        }

        return steps.BestValidation;
    }

    /// <summary>A baseline is fitted at once; a run that was stopped meanwhile begins it anew.</summary>
    private void Fit(TrainingSession session, LinearFit fit, FoldWatch watch, CancellationToken stop)
    {
        var (result, tried) = new BaselineTraining(session, fit, config.Model.Baseline ?? new BaselineConfig()).Run(stop);
        foreach (var line in BaselineTraining.Lines(plan.Cohort.LabelNames, tried))
        {
            log.Information("{Network:l}: {Choice:l}", place.Title, line);
        }

        RunFolder.Write(Path.Combine(folder.Network(place), "costs.csv"), CostTable.Of(plan.Cohort.LabelNames, tried));
        checkpoints.SaveWeights(checkpoints.BestPath, session, sessions.Facts(session.Objective));
        watch.EpochDone(new TrainingProgress([result], new EpochPosition(2)));    }

    /// <summary>Predictions of some cases; null when no image of theirs is left.</summary>
    private PredictionTable? Predict(TrainingSession session, IReadOnlyList<int> cases, CancellationToken stop)
    {
        var loader = sessions.Loader(cases, training);
        return loader.Cases.Count == 0 ? null : TableOf(Predictor.Run(session.Network, session.Objective, loader, training, device, stop));
    }

    private PredictionTable TableOf(CasePredictions predictions) =>
        PredictionTables.Of(plan.Cohort.LabelNames, config.Task, predictions, fold.Number);
}
