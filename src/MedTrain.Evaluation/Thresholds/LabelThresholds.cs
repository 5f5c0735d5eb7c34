using MedTrain.Evaluation.Predictions;

namespace MedTrain.Evaluation.Thresholds;

/// <summary>The threshold of each label, and where it comes from.</summary>
/// <param name="Values">One a label, in the table's order.</param>
/// <param name="Notes">Labels that could not follow the rule, one sentence each.</param>
internal sealed record LabelThresholds(double[] Values, IReadOnlyList<string> Notes)
{
    /// <summary>Fixed thresholds, or those chosen on validation.</summary>
    /// <exception cref="EvaluationException">The rule needs validation predictions that are missing or have other labels.</exception>
    internal static LabelThresholds For(PredictionTable table, EvaluationConfig config, PredictionTable? validation)
    {
        var values = Enumerable.Repeat(config.Threshold, table.Labels.Count).ToArray();
        if (config.ThresholdRule == ThresholdRule.Fixed || table.Task is PredictionTask.Multiclass or PredictionTask.Regression)
        {
            return new LabelThresholds(values, []);
        }
        if (validation is null)
        {
            throw new EvaluationException($"Thresholds by {config.ThresholdRule} are chosen on validation predictions, never on the cases "
                + "they judge. Give validation predictions, or use a fixed threshold.");
        }
        var notes = new List<string>();
        for (var label = 0; label < values.Length; label++)
        {
            if (Choose(table.Labels[label], config, validation) is { } chosen)
            {
                values[label] = chosen;
            }
            else
            {
                notes.Add($"{table.Labels[label]}: validation has only one class, so the threshold is the fixed one, {config.Threshold}.");
            }
        }
        return new LabelThresholds(values, notes);
    }

    private static double? Choose(string name, EvaluationConfig config, PredictionTable validation)
    {
        var label = validation.Labels.ToList().IndexOf(name);
        if (label < 0)
        {
            throw new EvaluationException($"The validation predictions have no label '{name}' (they have "
                + $"{string.Join(", ", validation.Labels)}). Use predictions of the same network.");
        }
        var truth = validation.Truth(label).ToArray();
        int[] known = [.. Enumerable.Range(0, truth.Length).Where(i => !double.IsNaN(truth[i]))];
        var scores = validation.Scores(label).ToArray();
        return ThresholdChoice.Choose(
            Array.ConvertAll(known, i => scores[i]),
            Array.ConvertAll(known, i => truth[i] == 1),
            config.ThresholdRule,
            config.ThresholdTarget);
    }
}
