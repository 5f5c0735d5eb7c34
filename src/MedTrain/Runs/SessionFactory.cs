using System.Text.Json;
using MedTrain.Configuration;
using MedTrain.Data;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Cohorts.Audit;
using MedTrain.Learning.Batching;
using MedTrain.Learning.Distillation;
using MedTrain.Learning.Models;
using MedTrain.Learning.Objectives;
using MedTrain.Learning.Training;
using Serilog;
using static TorchSharp.torch;

namespace MedTrain.Runs;

/// <summary>Builds the training of one fold: its cases, network, objective and batches.</summary>
internal sealed class SessionFactory(ExperimentPlan plan, SplitFold fold, int member, SampleView view, Func<int, bool> hasImage, Device device, ILogger log)
{
    private readonly ExperimentConfig config = plan.Config;

    /// <summary>The seed of this network: the first member's is the experiment's.</summary>
    private readonly long seed = member == 0
        ? plan.Config.Seed
        : (long)(new CounterRandom(plan.Config.Seed, RandomStream.Initialisation, -1, member).NextBits() >> 1);

    /// <summary>How tabular context is encoded, by the training cases; null without such.</summary>
    private readonly ContextEncoding? context =
        plan.Config.Model.Context.Count == 0 ? null : ContextEncoding.Fit(plan.Cohort, fold.Train, plan.Config.Model.Context);

    /// <summary>Whether the network sees parts of images.</summary>
    public bool SeesParts => view.Parts.Count > 0;

    /// <summary>A session at its start.</summary>
    /// <param name="settings">The training settings.</param>
    /// <param name="resumes">Whether a saved state will be loaded into it, so that pretrained weights need not be.</param>
    /// <exception cref="RunFolderException">No readable case is left to train or to validate on.</exception>
    public TrainingSession Create(TrainingConfig settings, bool resumes)
    {
        var training = Cases(fold.Train);
        if (training.Count == 0 || !fold.Validation.Any(hasImage))
        {
            var empty = training.Count == 0 ? "training" : "validation";
            throw new RunFolderException(
                $"Fold {fold.Number} has no readable {empty} image left. Mend the unreadable images named above, or add patients.");
        }

        InitialNetwork.Seed(seed, fold.Number);
        var network = NetworkFactory.Create(
            config, view.Source.Shape, plan.Cohort.LabelNames.Count, device, context?.Width ?? 0, resumes ? null : LoadPretrained);

        var session = new TrainingSession(
            network,
            Criterion(network, training, settings),
            new BatchLoader(view.Source, training, settings.BatchSize, config.Augmentation, seed, config.Batching.For(plan.Cohort.LabelNames)),
            Loader(fold.Validation, settings),
            settings,
            seed,
            fold.Number,
            device);
        var (trained, all) = (session.Trainable.CountIn(1), network.parameters().Sum(parameter => parameter.numel()));
        if (trained < all)
        {
            log.Information("Fold {Fold}: epoch 1 trains {Trained} of {All} parameters", fold.Number, trained, all);
        }

        return session;
    }

    /// <summary>Batches of some cases in their order.</summary>
    public BatchLoader Loader(IReadOnlyList<int> cases, TrainingConfig settings) => new(view.Source, Cases(cases), settings.BatchSize, [], config.Seed);

    private void LoadPretrained(Network network)
    {
        if (Start is { } weights) { InitialNetwork.Load(network, weights, config.Model, fold.Number, log); }
    }

    /// <summary>What a weights file of the fold carries besides weights.</summary>
    public Dictionary<string, string> Facts(Objective objective) => new(objective.Facts.Concat(SeenPatientsFacts()))
    {
        [TrainedNetwork.LabelsFact] = JsonSerializer.Serialize(plan.Cohort.LabelNames),
        [TrainedNetwork.ShapeFact] = JsonSerializer.Serialize(view.Source.Shape),
        [TrainedNetwork.ContextFact] = JsonSerializer.Serialize(context),
        ["split"] = plan.Split.Hash,
    };

    /// <summary>The weights that training begins with; null for random ones.</summary>
    private string? Start => config.Pretraining is null ? config.Model.Pretrained : new RunFolder(plan.Output).Encoder(fold.Number);

    private SupervisedCriterion Criterion(Network network, List<LabelledCase> training, TrainingConfig settings)
    {
        var objective = ObjectiveTable.Create(
            settings.Objective, config.Task, [.. training.Select(member => member.Labels)], plan.Cohort.LabelNames.Count);
        return plan.Teachers.Count == 0
            ? new SupervisedCriterion(config.Task, network, objective, settings, device)
            : new DistillationCriterion(config.Task, network, objective, Teachers(), settings, device);
    }

    private Teacher[] Teachers()
    {
        Teacher[] teachers = [.. plan.Teachers.SelectMany(run => run.Load(plan.Split, fold, device))];
        log.Information("Fold {Fold}: taught by {Teachers} networks of {Runs:l}", fold.Number, teachers.Length, string.Join(", ", config.Training.Distillation!.Teachers));
        return teachers;
    }

    private List<LabelledCase> Cases(IReadOnlyList<int> indices) =>
        [.. view.Samples(plan.Cohort, indices.Where(hasImage), context)];

    private IEnumerable<KeyValuePair<string, string>> SeenPatientsFacts() =>
        SeenPatients.Metadata(plan.Cohort, fold, Start is { } weights ? WeightsMetadata.SeenPatients(weights) : null);
}
