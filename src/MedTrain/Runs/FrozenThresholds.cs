using System.Text.Json;
using MedTrain.Evaluation;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Thresholds;

namespace MedTrain.Runs;

/// <summary>The thresholds that a trained network's scores are called positive at, kept in its weights file.</summary>
internal static class FrozenThresholds
{
    private const string Fact = "thresholds";
    private const string RuleFact = "threshold_rule";

    /// <summary>Chooses each label's threshold on validation predictions by the experiment's rule.</summary>
    /// <returns>Metadata for the weights file; empty for tasks that call nothing by a threshold.</returns>
    public static IReadOnlyDictionary<string, string> Choose(PredictionTable validation, EvaluationConfig config)
    {
        if (validation.Task is not (PredictionTask.Binary or PredictionTask.Multilabel))
        {
            return new Dictionary<string, string>();
        }

        var chosen = validation.Labels.Index().ToDictionary(label => label.Item, label => Choose(validation, label.Index, config));
        return new Dictionary<string, string> { [Fact] = JsonSerializer.Serialize(chosen), [RuleFact] = $"{config.ThresholdRule}" };
    }

    /// <summary>The thresholds in a weights file's metadata, by label; null when it has none.</summary>
    public static IReadOnlyDictionary<string, double>? Of(IReadOnlyDictionary<string, string> metadata) =>
        metadata.TryGetValue(Fact, out var json) ? JsonSerializer.Deserialize<Dictionary<string, double>>(json) : null;

    private static double Choose(PredictionTable validation, int label, EvaluationConfig config)
    {
        if (config.ThresholdRule == ThresholdRule.Fixed)
        {
            return config.Threshold;
        }

        var truth = validation.Truth(label).ToArray();
        var scores = validation.Scores(label).ToArray();
        int[] known = [.. Enumerable.Range(0, truth.Length).Where(row => !double.IsNaN(truth[row]))];
        return ThresholdChoice.Choose(
            Array.ConvertAll(known, row => scores[row]), Array.ConvertAll(known, row => truth[row] == 1), config.ThresholdRule, config.ThresholdTarget)
            ?? config.Threshold;
    }
}
