using MedTrain.Evaluation.Folds;
using MedTrain.Evaluation.Predictions;

namespace MedTrain.Evaluation.Thresholds;

/// <summary>The thresholds of all labels, and where they come from.</summary>
internal sealed class LabelThresholds
{
    private readonly Dictionary<(string Label, int? Fold), double> _values;

    private LabelThresholds(IReadOnlyList<LabelThreshold> entries, IReadOnlyList<string> notes)
    {
        (Entries, Notes) = (entries, notes);
        _values = entries.ToDictionary(one => (one.Label, one.Fold), one => one.Value);
    }

    /// <summary>One a label, or one a label and fold.</summary>
    internal IReadOnlyList<LabelThreshold> Entries { get; }

    /// <summary>Labels that could not follow the rule, one sentence each.</summary>
    internal IReadOnlyList<string> Notes { get; }

    /// <summary>Fixed thresholds, or those chosen on validation; with several folds each fold has its own.</summary>
    /// <exception cref="EvaluationException">The rule needs validation predictions that are missing or do not fit.</exception>
    internal static LabelThresholds For(PredictionTable table, ThresholdSettings settings, PredictionTable? validation)
    {
        if (settings.Rule == ThresholdRule.Fixed || table.Task is PredictionTask.Multiclass or PredictionTask.Regression)
        {
            return new([.. table.Labels.Select(label => new LabelThreshold(label, null, settings.Fixed))], []);
        }
        if (validation is null)
        {
            throw new EvaluationException($"Thresholds by {settings.Rule} are chosen on validation predictions, never on the cases "
                + "they judge. Give validation predictions, or use a fixed threshold.");
        }
        var (entries, notes) = (new List<LabelThreshold>(), new List<string>());
        foreach (var (fold, _, part) in MatchedValidation.Of(table, validation))
        {
            foreach (var label in table.Labels)
            {
                var chosen = Choose(label, settings, part);
                entries.Add(new LabelThreshold(label, fold, chosen ?? settings.Fixed));
                if (chosen is null)
                {
                    notes.Add($"{label}: validation{(fold is null ? "" : $" of fold {fold}")} has only one class, so the threshold is the "
                        + $"fixed one, {settings.Fixed}.");
                }
            }
        }
        return new LabelThresholds(entries, notes);
    }

    /// <summary>The threshold of a label for the cases of a fold.</summary>
    internal double At(string label, int fold) => _values.TryGetValue((label, fold), out var own) ? own : _values[(label, null)];

    private static double? Choose(string name, ThresholdSettings settings, PredictionTable validation)
    {
        var label = validation.Labels.ToList().IndexOf(name);
        var truth = validation.Truth(label).ToArray();
        var scores = validation.Scores(label).ToArray();
        int[] known = [.. Enumerable.Range(0, truth.Length).Where(i => !double.IsNaN(truth[i]))];
        return ThresholdChoice.Choose(
            Array.ConvertAll(known, i => scores[i]),
            Array.ConvertAll(known, i => truth[i] == 1),
            settings.Rule,
            settings.Target);
    }
}
