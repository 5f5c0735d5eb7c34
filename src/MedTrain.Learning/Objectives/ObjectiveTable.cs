using System.Text.Json;
using MedTrain.Evaluation.Predictions;

namespace MedTrain.Learning.Objectives;

/// <summary>Which objective serves which task.</summary>
public static class ObjectiveTable
{
    private const string TargetScale = "target_scale";

    /// <summary>The objective for a task, fitted to the training labels where it needs them (regression only).</summary>
    /// <param name="task">The task.</param>
    /// <param name="trainingLabels">One row of labels a training case, NaN where unknown.</param>
    /// <param name="labelCount">Labels (or classes) in a row.</param>
    public static Objective ForTask(PredictionTask task, IReadOnlyList<float[]> trainingLabels, int labelCount) => task switch
    {
        PredictionTask.Binary or PredictionTask.Multilabel => new SigmoidObjective(),
        PredictionTask.Multiclass => new SoftmaxObjective(),
        PredictionTask.Regression => RegressionObjective.ForTrainingLabels(trainingLabels, labelCount),
        _ => throw new ArgumentOutOfRangeException(nameof(task), task, "There is no objective for this task."),
    };

    /// <summary>What of an objective was fitted, as metadata for a weights file.</summary>
    public static IReadOnlyDictionary<string, string> Facts(Objective objective) => objective is RegressionObjective regression
        ? new Dictionary<string, string> { [TargetScale] = JsonSerializer.Serialize(new[] { regression.Means, regression.Deviations }) }
        : [];

    /// <summary>The objective a weights file was trained with.</summary>
    /// <exception cref="InvalidDataException">The metadata lacks what the task needs.</exception>
    public static Objective FromFacts(PredictionTask task, IReadOnlyDictionary<string, string> facts)
    {
        if (task != PredictionTask.Regression)
        {
            return ForTask(task, [], 0);
        }

        return facts.TryGetValue(TargetScale, out var json) && JsonSerializer.Deserialize<double[][]>(json) is [var means, var deviations]
            ? new RegressionObjective(means, deviations)
            : throw new InvalidDataException($"The weights file says nothing of '{TargetScale}', so its outputs have no unit.");
    }
}
