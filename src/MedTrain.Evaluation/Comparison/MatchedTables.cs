using MedTrain.Evaluation.Predictions;

namespace MedTrain.Evaluation.Comparison;

/// <summary>Tables of different models brought to the same cases in the same order.</summary>
internal static class MatchedTables
{
    /// <summary>Brings every table to the rows and labels of the first.</summary>
    /// <exception cref="InvalidPredictionsException">Cases, patients, truth, labels or task differ; every difference is listed.</exception>
    internal static IReadOnlyList<PredictionTable> Match(IReadOnlyList<(string Name, PredictionTable Table)> models)
    {
        var (firstName, first) = models[0];
        var errors = new List<string>();
        var matched = new List<PredictionTable> { first };
        foreach (var (name, table) in models.Skip(1))
        {
            if (table.Task != first.Task)
            {
                errors.Add($"{name} is a {table.Task} table, {firstName} a {first.Task} one. Read both with the same task.");
                continue;
            }
            var labels = first.Labels.Select(label => table.Labels.ToList().IndexOf(label)).ToArray();
            errors.AddRange(first.Labels.Where((_, i) => labels[i] < 0).Select(label => $"{name} has no label '{label}'."));
            var row = Enumerable.Range(0, table.Count).ToDictionary(i => table.CaseIds[i], StringComparer.Ordinal);
            errors.AddRange(first.CaseIds.Where(id => !row.ContainsKey(id)).Select(id => $"{name} has no case '{id}'."));
            errors.AddRange(table.CaseIds.Except(first.CaseIds, StringComparer.Ordinal).Select(id => $"{firstName} has no case '{id}', "
                + $"which {name} has."));
            if (errors.Count == 0)
            {
                matched.Add(Reordered(table, [.. first.CaseIds.Select(id => row[id])], labels));
                errors.AddRange(Differences(first, firstName, matched[^1], name));
            }
        }
        return errors.Count == 0
            ? matched
            : throw new InvalidPredictionsException(string.Join(" and ", models.Select(model => model.Name)), errors);
    }

    private static PredictionTable Reordered(PredictionTable table, int[] rows, int[] labels)
    {
        double[] Column(ReadOnlySpan<double> values)
        {
            var picked = new double[rows.Length];
            for (var i = 0; i < rows.Length; i++)
            {
                picked[i] = values[rows[i]];
            }
            return picked;
        }
        return new PredictionTable(
            table.Task, Array.ConvertAll(labels, label => table.Labels[label]), Array.ConvertAll(rows, row => table.CaseIds[row]),
            Array.ConvertAll(rows, row => table.PatientIds[row]), Array.ConvertAll(rows, row => table.Folds[row]),
            Array.ConvertAll(labels, label => Column(table.Truth(label))), Array.ConvertAll(labels, label => Column(table.Scores(label))));
    }

    private static IEnumerable<string> Differences(PredictionTable first, string firstName, PredictionTable other, string name)
    {
        for (var row = 0; row < first.Count; row++)
        {
            if (first.PatientIds[row] != other.PatientIds[row])
            {
                yield return $"case '{first.CaseIds[row]}': patient '{first.PatientIds[row]}' in {firstName}, '{other.PatientIds[row]}' "
                    + $"in {name}.";
            }
            for (var label = 0; label < first.Labels.Count; label++)
            {
                double a = first.Truth(label)[row], b = other.Truth(label)[row];
                if (a != b && !(double.IsNaN(a) && double.IsNaN(b)))
                {
                    yield return $"case '{first.CaseIds[row]}': y_{first.Labels[label]} is {a} in {firstName}, {b} in {name}.";
                }
            }
        }
    }
}
