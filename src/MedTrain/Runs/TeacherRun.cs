using System.Text.Json;
using MedTrain.Configuration;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Preprocessing;
using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Distillation;
using MedTrain.Learning.Objectives;
using static TorchSharp.torch;

namespace MedTrain.Runs;

/// <summary>What teachers must have been trained for, so that they can say something about a student's images.</summary>
/// <param name="Task">The student's task.</param>
/// <param name="Labels">Its labels or classes, in their order.</param>
/// <param name="Preprocessing">Its preprocessing; null when it could not be read.</param>
/// <param name="Objective">Its objective; null for the task's usual one.</param>
internal sealed record TaughtLabels(
    PredictionTask Task, IReadOnlyList<string> Labels, IReadOnlyList<PreprocessingStep>? Preprocessing, ObjectiveConfig? Objective)
{
    /// <summary>What is wrong with a run as a teacher, as a sentence; null when nothing is.</summary>
    public string? Problem(ExperimentConfig teacher, IReadOnlyList<string> labels)
    {
        if (teacher.Task != Task)
        {
            return $"its task is {ConfigNames.ToKey($"{teacher.Task}")}, this experiment's {ConfigNames.ToKey($"{Task}")}";
        }

        if (teacher.Parts is not null || teacher.Model.Context.Count > 0 || teacher.Data.Views.Count > 0)
        {
            return "it sees parts of images, several views or columns of the manifest; a teacher sees one whole image";
        }

        if (!labels.SequenceEqual(Labels))
        {
            return $"its labels are {string.Join(", ", labels)}, this experiment's {string.Join(", ", Labels)}";
        }

        if (Preprocessing is not null && !Text(Preprocessing).SequenceEqual(Text(teacher.Preprocessing)))
        {
            return "its preprocessing is another one, and teacher and student must see the same images";
        }

        return Task != PredictionTask.Regression && new[] { Objective, teacher.Training.Objective }.Any(HasOtherOutputs)
            ? "teacher and student need one output a label or class, which the objective 'ordinal' does not have"
            : null;
    }

    private bool HasOtherOutputs(ObjectiveConfig? objective) => ObjectiveTable.Outputs(objective, Task, Labels.Count) != Labels.Count;

    private static IEnumerable<string> Text(IReadOnlyList<PreprocessingStep> steps) =>
        steps.Select(step => $"{step.GetType().Name} {ResolvedJson.Of(step).ToJsonString()}");
}

/// <summary>A complete run whose networks teach another one.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Config">Its experiment.</param>
/// <param name="Folds">The best weights of each fold's network, or of all members of its ensemble.</param>
internal sealed record TeacherRun(string Folder, ExperimentConfig Config, IReadOnlyList<IReadOnlyList<string>> Folds)
{
    /// <summary>The weights of all its networks.</summary>
    public IEnumerable<string> Files => Folds.SelectMany(files => files);

    /// <summary>Looks a run up.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="student">What it is to teach.</param>
    /// <param name="problem">What is wrong; null when nothing is.</param>
    public static TeacherRun? Find(string folder, TaughtLabels student, out string? problem)
    {
        var run = new RunFolder(folder);
        if (!File.Exists(run.Config) || !File.Exists(run.Evaluation))
        {
            problem = File.Exists(run.Config) ? "this run is not complete" : "is no run folder";
            return null;
        }

        var bound = new ConfigBinder(ConfigTables.All).BindFile<ExperimentConfig>(run.Config, []);
        if (bound.Problems.Count > 0)
        {
            problem = $"its config.yaml cannot be read: {bound.Problems[0]}";
            return null;
        }

        var config = bound.Require<ExperimentConfig>();
        string[][] folds = [.. Enumerable.Range(0, int.MaxValue).Select(fold => Weights(run, config, fold)).TakeWhile(files => files.Length > 0)];
        if (folds.Length == 0 || LabelsOf(folds[0][0]) is not { } labels)
        {
            problem = $"it holds no {Path.GetRelativePath(folder, WeightsOf(run, config, 0, 0))} of a run";
            return null;
        }

        problem = student.Problem(config, labels);
        return problem is null ? new TeacherRun(folder, config, folds) : null;
    }

    /// <summary>Which weights teach which fold: of a run with the same split its own fold's, else all.</summary>
    public IEnumerable<(SplitFold Fold, string File)> FilesByFold(Split split)
    {
        var isSame = Folds.Count == split.Folds.Count && Files.All(file => WeightsMetadata.Facts(file)?.GetValueOrDefault("split") == split.Hash);
        return split.Folds.SelectMany(fold => (isSame ? Folds[fold.Number] : Files).Select(file => (fold, file)));
    }

    /// <summary>The networks that teach a fold, on a device. They belong to the dispose scope that is open now.</summary>
    public IEnumerable<Teacher> Load(Split split, SplitFold fold, Device device) => FilesByFold(split)
        .Where(pair => pair.Fold.Number == fold.Number)
        .Select(pair => TrainedNetwork.Load(Config, pair.File, device))
        .Select(trained => new Teacher(trained.Network, trained.Objective));

    private static string[] Weights(RunFolder run, ExperimentConfig config, int fold) =>
        [.. Enumerable.Range(0, config.Members).Select(member => WeightsOf(run, config, fold, member)).Where(File.Exists)];

    private static string WeightsOf(RunFolder run, ExperimentConfig config, int fold, int member) =>
        Path.Combine(run.Network(new NetworkPlace(fold, config.Members > 1 ? member : null)), "best.safetensors");

    private static string[]? LabelsOf(string file) =>
        WeightsMetadata.Facts(file)?.GetValueOrDefault(TrainedNetwork.LabelsFact) is { } json ? JsonSerializer.Deserialize<string[]>(json) : null;
}
