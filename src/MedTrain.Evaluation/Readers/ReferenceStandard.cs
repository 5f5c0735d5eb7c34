using MedTrain.Evaluation.Predictions;

namespace MedTrain.Evaluation.Readers;

/// <summary>Truth made from readers, such as CheXNeXt's majority of three specialists.</summary>
public static class ReferenceStandard
{
    /// <summary>The table with the majority of the readers' calls as truth.</summary>
    /// <param name="table">Predictions; their own truth is not used.</param>
    /// <param name="readings">Calls of the readers that make the standard; they must not be the readers who are judged by it.</param>
    /// <param name="fewest">Fewest calls for a case; with fewer, or with a tie, the truth is unknown.</param>
    /// <exception cref="EvaluationException">A reading has no call, or no label of the table was read.</exception>
    public static PredictionTable Majority(PredictionTable table, IReadOnlyList<Reading> readings, int fewest = 3)
    {
        if (readings.FirstOrDefault(one => one.Call is null) is { } without)
        {
            throw new EvaluationException($"Reader '{without.Reader}' gave only a score for '{without.Label}' of case '{without.CaseId}'. "
                + "A majority needs calls (0 or 1).");
        }
        if (!readings.Any(one => table.Labels.Contains(one.Label)))
        {
            throw new EvaluationException($"No reading is of a label of the predictions ({string.Join(", ", table.Labels)}).");
        }
        var votes = readings.GroupBy(one => (one.CaseId, one.Label))
            .ToDictionary(group => group.Key, group => (Yes: group.Count(one => one.Call == true), All: group.Count()));
        double Truth(string id, string label)
        {
            var (yes, all) = votes.GetValueOrDefault((id, label));
            return all < fewest || 2 * yes == all ? double.NaN : 2 * yes > all ? 1 : 0;
        }
        return table.WithTruth([.. table.Labels.Select(label => table.CaseIds.Select(id => Truth(id, label)).ToArray())]);
    }
}
