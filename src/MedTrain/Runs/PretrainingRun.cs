using MedTrain.Configuration;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Cohorts.Audit;
using MedTrain.Learning.Batching;
using MedTrain.Learning.Models;
using MedTrain.Learning.Pretraining;
using MedTrain.Learning.Training;
using MedTrain.Torch.Weights;
using Serilog;
using static TorchSharp.torch;

namespace MedTrain.Runs;

/// <summary>
/// The self-supervised pretraining of each fold's network, on the images of its training part and on further ones. It ends in
/// <c>fold-k/pretraining/encoder.safetensors</c>, and resumes as the training does.
/// </summary>
internal sealed class PretrainingRun(
    ExperimentPlan plan, RunFolder folder, string planHash, PreparedImages images, PreparedImages? further, Device device, ILogger log)
{
    private readonly SampleSource ownImages = images.View([]).Source;
    private readonly SampleSource? furtherImages = further?.View([]).Source;
    private readonly ExperimentConfig config = plan.Config;
    private readonly PretrainingConfig pretraining = plan.Config.Pretraining!;

    /// <summary>Trains one fold's encoder, unless it is there.</summary>
    /// <param name="fold">The fold.</param>
    /// <param name="display">Shows the progress.</param>
    /// <param name="stop">Finishes the step, saves the state, and ends.</param>
    /// <exception cref="RunFolderException">The further images are of another shape.</exception>
    public void Train(SplitFold fold, FitDisplay display, CancellationToken stop)
    {
        if (File.Exists(folder.Encoder(fold.Number))) { return; }

        using var scope = NewDisposeScope();
        var settings = pretraining.Settings(config.Training);
        var checkpoints = new CheckpointFolder(folder.Pretraining(fold.Number), planHash, settings.Checkpoints.Keep);
        var encoder = Encoder(fold, resumes: checkpoints.States.Count > 0);
        var whole = Whole(encoder, fold);
        var (source, cases) = Images(fold);
        var session = new TrainingSession(
            whole,
            new PretextCriterion(pretraining.Method, whole, settings, config.Seed, device),
            new BatchLoader(source, cases, settings.BatchSize, pretraining.Augmentation, config.Seed, config.Batching with { Sampler = new ShuffledSampler() }, pretraining.Views),
            Validation(fold),
            settings,
            config.Seed,
            fold.Number,
            device);
        using var watch = new FoldWatch($"fold {fold.Number} pretraining", settings, display, log, epochs => MetricsLog.Write(
            Path.Combine(folder.Pretraining(fold.Number), "metrics.jsonl"),
            Path.Combine(folder.Pretraining(fold.Number), "metrics.csv"),
            new NetworkPlace(fold.Number, null), epochs));
        var facts = Facts(fold);
        var progress = new CheckpointedTraining(session, checkpoints, facts, watch).Run(stop);
        checkpoints.Finish();
        log.Information(
            "Fold {Fold} pretraining: best epoch {Epoch} of {Epochs}", fold.Number, progress.BestEpoch(settings.EarlyStopping.Monitor), progress.CompletedEpochs);
        checkpoints.LoadWeights(checkpoints.BestPath, session);
        Save(folder.Encoder(fold.Number), (whole as PretextNetwork)?.Encoder ?? whole, facts);
    }

    private Network Encoder(SplitFold fold, bool resumes)
    {
        var network = InitialNetwork.Draw(config, fold.Number, ownImages.Shape, plan.Cohort.LabelNames.Count, device);
        if (config.Model.Pretrained is { } weights && !resumes)
        {
            InitialNetwork.Load(network, weights, config.Model with { TransferredParameters = null }, fold.Number, log);
        }

        return network;
    }

    private Network Whole(Network encoder, SplitFold fold)
    {
        var whole = pretraining.Build(encoder);
        if (whole is not PretextNetwork)
        {
            // Tried before the training, not after it.
            Learning.Pretrained.PretrainedWeights.Load(encoder, whole.state_dict(), InitialNetwork.Options(config.Model), $"The weights of {whole.GetName()}");
        }

        log.Information("Fold {Fold} pretraining: {Network}, {Parameters} parameters", fold.Number, whole.GetName(), whole.parameters().Sum(one => one.numel()));
        return NetworkFactory.Place(whole, config.Training, device);
    }

    /// <summary>The training part's images and the further ones, without those of validation and test patients.</summary>
    private (SampleSource Source, List<LabelledCase> Cases) Images(SplitFold fold)
    {
        var own = fold.Train.Where(images.Has).Select(index => Case(plan.Cohort, index, index)).ToList();
        if (further is null) { return (ownImages, own); }

        if (!furtherImages!.Shape.SequenceEqual(ownImages.Shape))
        {
            throw new RunFolderException(
                $"The images of pretraining.data become [{string.Join(", ", furtherImages!.Shape)}] by the preprocessing, those of data "
                + $"[{string.Join(", ", ownImages.Shape)}]. Add a resize or crop step, or images of the same size.");
        }

        var (cohort, count) = (plan.PretrainingCohort!, plan.Cohort.Cases.Count);
        var added = Further(fold).Select(index => Case(cohort, index, count + index)).ToList();
        log.Information(
            "Fold {Fold} pretraining: {Own} images of the training part and {Added} of the {All} of {Source} (without the cohort's own images and the "
            + "patients of validation and test)", fold.Number, own.Count, added.Count, cohort.Cases.Count, cohort.Source);
        var source = new SampleSource(ownImages.Shape, (index, sample) =>
        {
            if (index < count) { ownImages.Read(index, sample); } else { furtherImages!.Read(index - count, sample); }
        });
        return (source, [.. own, .. added]);
    }

    private IEnumerable<int> Further(SplitFold fold)
    {
        var cohort = plan.PretrainingCohort!;
        var held = fold.Validation.Concat(fold.Test).Select(index => plan.Cohort.Cases[index].PatientId).ToHashSet(StringComparer.Ordinal);
        var known = images.Contents.Values.ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(0, cohort.Cases.Count).Where(index =>
            further!.Has(index) && !held.Contains(cohort.Cases[index].PatientId) && !known.Contains(further.Contents[cohort.Cases[index].CaseId]));
    }

    private BatchLoader Validation(SplitFold fold) => new(
        ownImages,
        [.. fold.Validation.Where(images.Has).Select(index => Case(plan.Cohort, index, index))],
        pretraining.BatchSize,
        pretraining.Views > 1 ? pretraining.Augmentation : [],
        config.Seed,
        config.Batching with { Sampler = new SequentialSampler() },
        pretraining.Views);

    private static LabelledCase Case(Cohort cohort, int index, int at) =>
        new(at, cohort.Cases[index].CaseId, [], cohort.Cases[index].PatientId);

    private Dictionary<string, string> Facts(SplitFold fold)
    {
        var inherited = config.Model.Pretrained is { } weights ? WeightsMetadata.SeenPatients(weights) : null;
        var own = SeenPatients.Metadata(plan.Cohort, fold, inherited);
        return new Dictionary<string, string>(further is null ? own : SeenPatients.Metadata(plan.PretrainingCohort!, [.. Further(fold)], SeenPatients.Of(own)))
        {
            ["split"] = plan.Split.Hash,
        };
    }

    // The head was not trained, so the file does not have it.
    private static void Save(string file, Network encoder, Dictionary<string, string> facts)
    {
        using var scope = NewDisposeScope();
        string[] heads = [.. encoder.Anatomy.AuxiliaryHeads.Append(encoder.Anatomy.Head).Where(head => head.Length > 0)];
        var weights = encoder.state_dict().Where(entry => !heads.Any(head => entry.Key.StartsWith(head + ".", StringComparison.Ordinal)));
        Safetensors.Save(file, weights.ToDictionary(entry => entry.Key, entry => entry.Value), facts);
    }
}
