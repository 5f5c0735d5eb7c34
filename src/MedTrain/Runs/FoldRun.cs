using System.Text.Json;
using MedTrain.Configuration;
using MedTrain.Data;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Cohorts.Audit;
using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Batching;
using MedTrain.Learning.Inference;
using MedTrain.Learning.Objectives;
using MedTrain.Learning.Pretrained;
using MedTrain.Learning.Training;
using Serilog;
using static TorchSharp.torch;

namespace MedTrain.Runs;

/// <summary>Trains one fold, from its last checkpoint if there is one, and writes its predictions.</summary>
internal sealed class FoldRun(ExperimentPlan plan, RunFolder folder, string planHash, SplitFold fold, PreparedImages images, Device device, ILogger log)
{
    private readonly ExperimentConfig config = plan.Config;
    private readonly CheckpointFolder checkpoints = new(folder.Fold(fold.Number), planHash);

    /// <summary>The fold's number, from 0.</summary>
    public int Number => fold.Number;

    /// <summary>True when the fold's predictions have been written.</summary>
    public bool IsDone => File.Exists(folder.Predictions(fold.Number, "val"));

    /// <summary>Trains until the policy says stop, then predicts the validation and test parts with the best weights.</summary>
    /// <param name="display">Shows the progress.</param>
    /// <param name="epochDone">Told all finished epochs after each one.</param>
    /// <param name="cancellation">Stops between two batches; the last finished epoch's checkpoint stays.</param>
    public void Train(FitDisplay display, Action<IReadOnlyList<EpochResult>> epochDone, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var session = CreateSession();
        var facts = Facts(session.Objective);
        var progress = checkpoints.Resume(session);
        if (progress.CompletedEpochs > 0)
        {
            log.Information("Fold {Fold}: resuming after epoch {Epoch}", fold.Number, progress.CompletedEpochs);
            epochDone(progress.History);
        }

        var loop = new TrainingLoop(session);
        while (!progress.IsFinished(config.Training))
        {
            var epoch = progress.CompletedEpochs + 1;
            using (var stage = display.Stage($"fold {fold.Number} epoch {epoch}/{config.Training.Epochs}"))
            {
                progress = progress.After(loop.RunEpoch(epoch, stage.Report, cancellation), config.Training.EarlyStopping);
            }

            checkpoints.Save(session, progress, facts);
            epochDone(progress.History);
            LogEpoch(progress);
        }

        log.Information("Fold {Fold}: best epoch {Epoch} of {Epochs}", fold.Number, progress.BestEpoch, progress.CompletedEpochs);
        checkpoints.LoadBest(session);
        WritePredictions(session, "test", fold.Test, cancellation);
        WritePredictions(session, "val", fold.Validation, cancellation);
    }

    private TrainingSession CreateSession()
    {
        var training = Cases(fold.Train);
        if (training.Count == 0 || !fold.Validation.Any(images.Has))
        {
            throw new RunFolderException(
                $"Fold {fold.Number} has no readable {(training.Count == 0 ? "training" : "validation")} image left. Mend the unreadable images named above, or add patients.");
        }

        manual_seed((long)(new CounterRandom(config.Seed, RandomStream.Initialisation, fold.Number).NextBits() >> 1));
        var network = NetworkFactory.Create(config, images.Source.Shape, plan.Cohort.LabelNames.Count, device);
        if (config.Model.Pretrained is { } weights && !File.Exists(checkpoints.StatePath))
        {
            var options = new PretrainedOptions { Strict = config.Model.Strict, Inflate = config.Model.Inflate };
            var report = PretrainedWeights.Load(network, WeightsSource.Parse(weights), options);
            log.Information("Fold {Fold}: weights of {File}: {Report}", fold.Number, weights, report);
        }

        return new TrainingSession(
            config.Task,
            network,
            ObjectiveTable.ForTask(config.Task, [.. training.Select(member => member.Labels)], plan.Cohort.LabelNames.Count),
            OptimizerTable.Create(network.parameters(), config.Training.Optimizer),
            new BatchLoader(images.Source, training, config.Training.BatchSize, config.Augmentation, config.Seed),
            Loader(fold.Validation),
            config.Training,
            config.Seed,
            fold.Number,
            device);
    }

    private Dictionary<string, string> Facts(Objective objective) => new(ObjectiveTable.Facts(objective).Concat(SeenPatientsFacts()))
    {
        [TrainedNetwork.LabelsFact] = JsonSerializer.Serialize(plan.Cohort.LabelNames),
        [TrainedNetwork.ShapeFact] = JsonSerializer.Serialize(images.Source.Shape),
        ["split"] = plan.Split.Hash,
    };

    private IEnumerable<KeyValuePair<string, string>> SeenPatientsFacts() =>
        SeenPatients.Metadata(plan.Cohort, fold, config.Model.Pretrained is { } weights ? WeightsMetadata.SeenPatients(weights) : null);

    private void WritePredictions(TrainingSession session, string part, IReadOnlyList<int> cases, CancellationToken cancellation)
    {
        if (!cases.Any(images.Has))
        {
            return;
        }

        var predictions = Predictor.Run(session.Network, session.Objective, Loader(cases), config.Training, device, cancellation);
        PredictionCsv.Write(folder.Predictions(fold.Number, part), PredictionTables.Of(plan.Cohort, config.Task, predictions, fold.Number));
    }

    private List<LabelledCase> Cases(IReadOnlyList<int> indices) =>
        [.. indices.Where(images.Has).Select(index => new LabelledCase(index, plan.Cohort.Cases[index].CaseId, plan.Cohort.Cases[index].Labels))];

    private BatchLoader Loader(IReadOnlyList<int> cases) => new(images.Source, Cases(cases), config.Training.BatchSize, [], config.Seed);

    private void LogEpoch(TrainingProgress progress)
    {
        var result = progress.History[^1];
        log.Information(
            "Fold {Fold} epoch {Epoch}/{Epochs}: loss {TrainingLoss:0.0000}, validation loss {ValidationLoss:0.0000}, validation AUC {Auc}{Best} ({Speed:0} images/s, {Seconds:0.0} s)",
            fold.Number, result.Epoch, config.Training.Epochs, result.TrainingLoss, result.ValidationLoss,
            result.ValidationAuc is { } auc ? auc.ToString("0.000") : "–", progress.LastIsBest ? ", best so far" : "", result.ImagesPerSecond, result.Seconds);
    }
}
