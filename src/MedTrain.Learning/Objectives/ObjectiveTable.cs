using MedTrain.Evaluation.Predictions;

namespace MedTrain.Learning.Objectives;

/// <summary>Every objective an experiment file can name. To add one: a file with its settings and loss, and a row here.</summary>
public static class ObjectiveTable
{
    /// <summary>The rows: name in the YAML and the record that holds its options.</summary>
    public static IReadOnlyList<(string Name, Type Type)> Objectives { get; } =
    [
        ("bce", typeof(BinaryCrossEntropy)),
        ("cross_entropy", typeof(CrossEntropy)),
        ("nll", typeof(NegativeLogLikelihood)),
        ("focal", typeof(Focal)),
        ("hinge", typeof(Hinge)),
        ("multilabel_margin", typeof(MultilabelMargin)),
        ("ordinal", typeof(Ordinal)),
        ("squared_error", typeof(SquaredError)),
        ("mse", typeof(MeanSquaredError)),
        ("l1", typeof(AbsoluteError)),
        ("huber", typeof(Huber)),
        ("soft_bins", typeof(SoftBins)),
    ];

    /// <summary>The objective that a task has when the file names none.</summary>
    public static ObjectiveConfig Default(PredictionTask task) => task switch
    {
        PredictionTask.Binary or PredictionTask.Multilabel => new BinaryCrossEntropy(),
        PredictionTask.Multiclass => new CrossEntropy(),
        PredictionTask.Regression => new MeanSquaredError(),
        _ => throw new ArgumentOutOfRangeException(nameof(task), task, "There is no objective for this task."),
    };

    /// <summary>What stands against using an objective for a task, as a sentence; null when nothing does.</summary>
    public static string? Problem(ObjectiveConfig config, PredictionTask task) => config.Tasks.Contains(task)
        ? null
        : $"this objective is for {string.Join(" and ", config.Tasks.Select(one => $"{one}".ToLowerInvariant()))} tasks";

    /// <summary>What in the settings does not go with so many labels, as a sentence; null when nothing.</summary>
    public static string? Problem(ObjectiveConfig? config, int labelCount) => config?.Problem(labelCount);

    /// <summary>How many outputs the network needs.</summary>
    public static int Outputs(ObjectiveConfig? config, PredictionTask task, int labelCount) => (config ?? Default(task)).Outputs(labelCount);

    /// <summary>The objective, fitted to the training labels where it needs them.</summary>
    /// <param name="config">Its settings; null for the task's default.</param>
    /// <param name="task">The task.</param>
    /// <param name="trainingLabels">One row of labels a training case, NaN where unknown.</param>
    /// <param name="labelCount">Labels (or classes) in a row.</param>
    public static Objective Create(ObjectiveConfig? config, PredictionTask task, IReadOnlyList<float[]> trainingLabels, int labelCount) =>
        (config ?? Default(task)).Create(new ObjectiveContext(task, labelCount, trainingLabels));

    /// <summary>The objective a weights file was trained with.</summary>
    /// <exception cref="InvalidDataException">The metadata lacks what the task needs.</exception>
    public static Objective FromFacts(ObjectiveConfig? config, PredictionTask task, int labelCount, IReadOnlyDictionary<string, string> facts) =>
        (config ?? Default(task)).Restore(new ObjectiveContext(task, labelCount, []), facts);
}
