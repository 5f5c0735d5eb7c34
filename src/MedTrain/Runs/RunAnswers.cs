using System.Globalization;
using MedTrain.Configuration;
using MedTrain.Data.Cohorts;
using MedTrain.Evaluation.Predictions;

namespace MedTrain.Runs;

/// <summary>What a run can say about the items of the reporting checklists CLAIM and TRIPOD+AI.</summary>
internal static class RunAnswers
{
    /// <summary>Answers by "CLAIM 20" or "TRIPOD+AI 7".</summary>
    public static IReadOnlyDictionary<string, string> Of(RunFolder folder, ExperimentConfig config)
    {
        var provenance = Provenance.Read(folder.Provenance);
        var steps = config.Preprocessing.Count == 0 ? "None beyond decoding."
            : string.Join(", ", config.Preprocessing.Select(step => ConfigNames.ToKey(step.GetType().Name))) + " (settings in config.yaml).";
        var parts = Partitions(config);
        var software = provenance is null ? null : $"MedTrain {provenance.Medtrain}, libtorch {provenance.Libtorch}, {provenance.Dotnet}.";
        var source = config.Data.Manifest ?? config.Data.ClassFolders;
        var cohort = provenance is null ? null : $"{provenance.Cases} cases of {provenance.Patients} patients"
            + (provenance.Skipped.Count > 0 ? $"; {provenance.Skipped.Count} images could not be read and were left out." : ".");
        var training = Training(config);
        var answers = new Dictionary<string, string?>
        {
            ["CLAIM 7"] = source is null ? null : $"{Path.GetFileName(source)}. {cohort}",
            ["CLAIM 9"] = steps,
            ["CLAIM 20"] = parts,
            ["CLAIM 21"] = Disjoint(config, provenance),
            ["CLAIM 22"] = $"{config.Model.Name}; every setting is in config.yaml.",
            ["CLAIM 23"] = software,
            ["CLAIM 24"] = Start(config),
            ["CLAIM 25"] = training,
            ["CLAIM 26"] = $"The epoch with the best validation {ConfigNames.ToKey($"{config.Training.EarlyStopping.Monitor}")}.",
            ["TRIPOD+AI 5"] = cohort,
            ["TRIPOD+AI 7"] = steps,
            ["TRIPOD+AI 12"] = $"{parts} {config.Model.Name}. {training}",
            ["TRIPOD+AI 15"] = config.Task == PredictionTask.Regression ? "Predicted quantities."
                : "A probability for each label or class.",
            ["TRIPOD+AI 18"] = software,
        };
        return answers.Where(row => row.Value is not null).ToDictionary(row => row.Key, row => row.Value!.Trim());
    }

    private static string Disjoint(ExperimentConfig config, Provenance? provenance) =>
        provenance?.AcceptedLeakage is { } accepted ? accepted.Note
        : config.Split.Unit != SplitUnit.Patient ? "Case, not patient: images of one patient are in several parts."
        : config.Split.Groups is { Count: > 0 } groups
            ? $"Patient, and {string.Join(", ", groups)}: none is in two parts of a fold (checked before training)."
            : "Patient: no patient is in two parts of a fold (checked before training).";

    private static string Partitions(ExperimentConfig config)
    {
        var split = config.Split;
        if (split.File is not null) { return $"As listed in {Path.GetFileName(split.File)}."; }

        if ((split.TrainList ?? split.ValidationList ?? split.TestList) is not null)
        {
            string?[] lists = [split.TrainList, split.ValidationList, split.TestList];
            return $"As listed in {string.Join(", ", lists.OfType<string>().Select(Path.GetFileName))}; parts without a list were drawn "
                + $"(seed {config.Seed}).";
        }

        var by = split.Unit == SplitUnit.Patient ? "patient" : "case, not by patient";
        var validation = $"{Share(split.Validation)} for validation";
        var scheme = split.LeaveOut is { } column ? $"One fold for each {column}, which is its test part; {validation}"
            : split.Folds > 1 ? $"{split.Folds}-fold cross-validation by {by}, {validation}"
            : $"By {by}: {validation}, {Share(split.Test)} for the test, the rest for training";
        var inner = split.InnerFolds > 1 ? $"; {split.InnerFolds} inner folds take turns as validation" : "";
        var repeats = split.Repeats > 1 ? $"; drawn {split.Repeats} times" : "";
        return $"{scheme}{inner}{repeats} (seed {config.Seed}).";
    }

    private static string Start(ExperimentConfig config)
    {
        var start = config.Model.Pretrained is null ? "Random" : $"Weights of {Path.GetFileName(config.Model.Pretrained)}";
        return config.Pretraining is { } pretraining
            ? $"{start}, then self-supervised pretraining on the training images ({ConfigNames.ToKey(pretraining.Method.GetType().Name)})."
            : $"{start}.";
    }

    private static string Training(ExperimentConfig config) => string.Create(
        CultureInfo.InvariantCulture,
        $"{config.Training.Optimizer.Name}, learning rate {config.Training.Optimizer.LearningRate}, batches of "
        + $"{config.Training.BatchSize}, at most {config.Training.Epochs} epochs; {config.Augmentation.Count} augmentations.");

    private static string Share(double share) => share.ToString("0.# %", CultureInfo.InvariantCulture);
}
