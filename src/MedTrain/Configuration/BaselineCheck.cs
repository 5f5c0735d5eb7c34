using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Models;

namespace MedTrain.Configuration;

/// <summary>Finds settings that do not go with a model that is fitted at once, and settings of such a model beside another.</summary>
internal static class BaselineCheck
{
    /// <summary>Reports at the keys.</summary>
    /// <param name="bound">The config.</param>
    /// <param name="row">The model.</param>
    /// <param name="config">Its settings.</param>
    /// <param name="task">The task; null when it could not be read.</param>
    public static void Run(BoundConfig bound, ModelRow row, ModelConfig config, PredictionTask? task)
    {
        if (row.Fit is null)
        {
            if (config.Baseline is not null)
            {
                var names = string.Join(", ", ModelTable.Rows.Where(other => other.Fit is not null).Select(other => other.Name));
                bound.Report("model.baseline", "", $"{row.Name} is trained step by step and has no such settings", $"remove it; it belongs to {names}");
            }

            return;
        }

        if (task is { } known && !row.FitTasks.Contains(known))
        {
            var fitting = ModelTable.Rows.Where(other => other.FitTasks.Contains(known)).Select(other => other.Name);
            bound.Report("model.name", row.Name, $"cannot do a {ConfigNames.ToKey($"{known}")} task", $"use {string.Join(" or ", fitting)}");
        }

        const string AtOnce = "is fitted to the images as they are, at once";
        if (config.Pretrained is { } weights) { bound.Report("model.pretrained", weights, $"{row.Name} {AtOnce}", "remove it"); }

        if (bound.Find<IReadOnlyList<Learning.Batching.Augmentation>>("augmentation") is { Count: > 0 })
        {
            bound.Report("augmentation", "", $"{row.Name} {AtOnce}", "remove it");
        }

        if (bound.Find<object>("training.objective") is not null)
        {
            bound.Report("training.objective", "", $"{row.Name} has a loss of its own", "remove it");
        }

        if (bound.Find<ExperimentConfig>("") is { Members: > 1 } several)
        {
            bound.Report("members", $"{several.Members}", $"{row.Name} comes out the same for every seed", "set it to 1");
        }
    }
}
