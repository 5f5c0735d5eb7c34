using System.Globalization;

namespace MedTrain.Evaluation.Predictions;

/// <summary>What every predictions table must satisfy before a number is computed from it.</summary>
/// <remarks>
/// At least one case and one label; label names unique; case ids unique and not blank; patient ids not blank; folds not
/// negative; truth 0, 1 or unknown (finite or unknown for regression); scores finite; in a multiclass row either all
/// truths are unknown or exactly one is 1.
/// </remarks>
public static class PredictionRules
{
    /// <summary>Finds every broken rule.</summary>
    /// <param name="table">What to check.</param>
    /// <param name="place">Names the place of a row for the message.</param>
    /// <param name="readable">False for a row in which a value could not be read at all: what its values say together is then
    /// unknown.</param>
    internal static List<string> Check(PredictionTable table, Func<int, string> place, Func<int, bool> readable)
    {
        var errors = CheckShape(table);
        if (errors.Count > 0)
        {
            return errors;
        }
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var row = 0; row < table.Count; row++)
        {
            CheckIds(table, row, place, seen, errors);
            for (var label = 0; label < table.Labels.Count; label++)
            {
                CheckValues(table, row, label, place, errors);
            }
            if (table.Task == PredictionTask.Multiclass && readable(row))
            {
                CheckOneHot(table, row, place, errors);
            }
        }
        return errors;
    }

    private static List<string> CheckShape(PredictionTable table)
    {
        var errors = new List<string>();
        int count = table.Count, labels = table.Labels.Count;
        if (count == 0)
        {
            errors.Add("there is no case. Give at least one row.");
        }
        if (labels == 0)
        {
            errors.Add("there is no label. Give a y_<label> and a p_<label> column for each label.");
        }
        if (table.Task == PredictionTask.Binary && labels > 1)
        {
            errors.Add($"the task is binary but there are {labels} labels ({string.Join(", ", table.Labels)}). Use multilabel or multiclass.");
        }
        if (table.Task == PredictionTask.Multiclass && labels == 1)
        {
            errors.Add($"the task is multiclass but there is one class ({table.Labels[0]}). Give a column a class, or use binary.");
        }
        foreach (var twice in table.Labels.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            errors.Add($"label '{twice.Key}' occurs {twice.Count()} times. Label names must be unique.");
        }
        var rows = new[] { table.PatientIds.Count, table.Folds.Count };
        var columns = table.TruthColumns == labels && table.ScoreColumns == labels
            ? Enumerable.Range(0, labels).SelectMany(label => new[] { table.Truth(label).Length, table.Scores(label).Length })
            : [-1];
        if (rows.Concat(columns).Any(length => length != count))
        {
            errors.Add($"columns differ in length: every column must have {count} values, one a case, and every label a truth and a score "
                + "column.");
        }
        return errors;
    }

    private static void CheckIds(
        PredictionTable table, int row, Func<int, string> place, Dictionary<string, int> seen, List<string> errors)
    {
        var id = table.CaseIds[row];
        if (string.IsNullOrWhiteSpace(id))
        {
            errors.Add($"{place(row)}: the case id is blank. Every case needs a unique id.");
        }
        else if (!seen.TryAdd(id, row))
        {
            errors.Add($"{place(row)}: case '{id}' was already given ({place(seen[id])}). Keep one row a case.");
        }
        if (string.IsNullOrWhiteSpace(table.PatientIds[row]))
        {
            errors.Add($"{place(row)}: the patient of case '{id}' is blank. Intervals are by patient: give the id, or name the case id "
                + "column as patient column if each case is one patient.");
        }
        if (table.Folds[row] < 0)
        {
            errors.Add($"{place(row)}: fold {table.Folds[row]} is negative. Folds are 0, 1, 2 …");
        }
    }

    private static void CheckValues(PredictionTable table, int row, int label, Func<int, string> place, List<string> errors)
    {
        double truth = table.Truth(label)[row], score = table.Scores(label)[row];
        var name = table.Labels[label];
        if (table.Task == PredictionTask.Regression ? double.IsInfinity(truth) : !(double.IsNaN(truth) || truth is 0 or 1))
        {
            var allowed = table.Task == PredictionTask.Regression ? "a finite number, or blank where unknown"
                : $"0 or 1, or blank where unknown; the task here is {table.Task}, and a quantity needs the task regression";
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{place(row)}: y_{name} is {truth}. It must be {allowed}."));
        }
        if (!double.IsFinite(score))
        {
            errors.Add($"{place(row)}: p_{name} is {score}. It must be a finite number; leave the case out if there is no prediction.");
        }
    }

    private static void CheckOneHot(PredictionTable table, int row, Func<int, string> place, List<string> errors)
    {
        int ones = 0, unknown = 0;
        for (var label = 0; label < table.Labels.Count; label++)
        {
            var truth = table.Truth(label)[row];
            ones += truth == 1 ? 1 : 0;
            unknown += double.IsNaN(truth) ? 1 : 0;
        }
        if (unknown != table.Labels.Count && (unknown > 0 || ones != 1))
        {
            errors.Add($"{place(row)}: {ones} of {table.Labels.Count} classes are 1 and {unknown} are blank. A multiclass row has exactly "
                + "one 1 and no blank, or only blanks; use multilabel if labels can occur together.");
        }
    }
}
