using MedTrain.Data;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Predictions;

namespace MedTrain.Configuration;

/// <summary>The experiments that a file with a <c>sweep:</c> or <c>variants:</c> block stands for.</summary>
internal static class ExperimentTrials
{
    /// <summary>What each is called in messages, and its changes of the file; empty without such a block.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<ConfigOverride> Changes)> Of(ExperimentConfig config)
    {
        if (config.Sweep is { } sweep)
        {
            return [.. SweepTrials.Of(sweep, config.Seed).Select((trial, number) => Named($"sweep trial {number + 1}", trial.Settings))];
        }

        return [.. config.Variants.Select(variant => Named($"variant \"{variant.Key}\"", variant.Value))];
    }

    /// <summary>Reports what is wrong with the blocks themselves.</summary>
    public static void Check(BoundConfig bound, PredictionTask? task)
    {
        var variants = bound.Find<IReadOnlyDictionary<string, IReadOnlyDictionary<string, FreeValue>>>("variants");
        if (bound.Find<SweepConfig>("sweep") is { } sweep)
        {
            if (variants is { Count: > 0 }) { bound.Report("variants", "", "there is a sweep too", "keep one of them"); }

            var names = task is { } known ? TaskMetrics.Of(known).Select(metric => metric.Name).ToList() : [];
            if (sweep.Monitor is { } monitor && task is not null && !names.Contains(monitor))
            {
                var why = $"no metric of a {ConfigNames.ToKey($"{task}")} task has this name";
                bound.Report("sweep.monitor", monitor, why, NearestName.Advice(monitor, names));
            }
        }

        foreach (var (name, changes) in variants ?? new Dictionary<string, IReadOnlyDictionary<string, FreeValue>>())
        {
            foreach (var key in changes.Keys.Where(key => SweepTrials.KeyProblem(key) is not null))
            {
                bound.Report($"variants.{name}", key, SweepTrials.KeyProblem(key)!, "remove it");
            }
        }
    }

    private static (string Name, IReadOnlyList<ConfigOverride> Changes) Named(string name, IEnumerable<KeyValuePair<string, FreeValue>> settings) =>
        (name, [.. settings.Select(entry => new ConfigOverride(entry.Key, entry.Value.Json, $"{name} {entry.Key}"))]);
}
