using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Samples;

namespace MedTrain.Evaluation.Metrics;

/// <summary>The metrics that fit a task.</summary>
public static class TaskMetrics
{
    /// <summary>All of a task, in the order of the table.</summary>
    /// <param name="task">The task.</param>
    public static IReadOnlyList<Metric> Of(PredictionTask task)
    {
        Type[] kinds = task switch
        {
            PredictionTask.Regression => [typeof(RegressionSample)],
            PredictionTask.Multiclass => [typeof(BinarySample), typeof(MulticlassSample)],
            _ => [typeof(BinarySample)],
        };
        return [.. MetricTable.All.Where(metric => kinds.Contains(metric.Source.Kind))];
    }

    /// <summary>Those named, in the order of the table; all when none is named.</summary>
    /// <exception cref="EvaluationException">A name is unknown or for another task.</exception>
    internal static IReadOnlyList<Metric> Named(PredictionTask task, IReadOnlyList<string>? names)
    {
        var possible = Of(task);
        if (names is not { Count: > 0 })
        {
            return possible;
        }
        var unknown = names.Except(possible.Select(metric => metric.Name)).ToArray();
        return unknown.Length == 0
            ? [.. possible.Where(metric => names.Contains(metric.Name))]
            : throw new EvaluationException($"There is no metric {string.Join(", ", unknown)} for a {task} task. The metrics are: "
                + $"{string.Join(", ", possible.Select(metric => metric.Name))}.");
    }

    /// <summary>One metric; without a name ROC AUC, or the mean absolute error of quantities.</summary>
    /// <inheritdoc cref="Named" path="/exception"/>
    internal static Metric Find(PredictionTask task, string? name) =>
        Named(task, [name ?? (task == PredictionTask.Regression ? "mae" : "roc_auc")])[0];
}
