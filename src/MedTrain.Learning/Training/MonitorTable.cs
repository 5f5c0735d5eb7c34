using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Predictions;

namespace MedTrain.Learning.Training;

/// <summary>What can be watched on the validation part: the loss, and every metric of the task.</summary>
public static class MonitorTable
{
    /// <summary>The mean validation loss; smaller is better.</summary>
    public const string Loss = "loss";

    /// <summary>The names that fit a task.</summary>
    public static IReadOnlyList<string> Names(PredictionTask task) => [Loss, .. TaskMetrics.Of(task).Select(metric => metric.Name)];

    /// <summary>Whether smaller values are better.</summary>
    /// <param name="name">A name of the table.</param>
    public static bool LowerIsBetter(string name) => name == Loss || MetricTable.Find(name).LowerIsBetter;

    /// <summary>The metric that is followed where nothing else is asked for.</summary>
    public static string Usual(PredictionTask task) => task == PredictionTask.Regression ? "mae" : "roc_auc";

    /// <summary>The metrics computed after every epoch: the task's usual one, and those that the config watches.</summary>
    public static IReadOnlyList<string> Followed(PredictionTask task, TrainingConfig config)
    {
        string[] watched = [Usual(task), config.EarlyStopping.Monitor, .. config.KeepBest, config.Schedule.Monitor ?? Loss];
        return [.. watched.Where(name => name != Loss).Distinct()];
    }
}
