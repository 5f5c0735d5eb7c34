using MedTrain.Evaluation.Predictions;

namespace MedTrain.Evaluation.Folds;

/// <summary>The validation predictions that belong to each part of a table: those of the same network, and of other patients.</summary>
internal static class MatchedValidation
{
    /// <summary>With one fold all of validation; with several, for each fold the validation rows of the same fold.</summary>
    /// <returns>The fold (null = the table has one fold), the rows of the table, the validation predictions.</returns>
    /// <exception cref="EvaluationException">A fold or label is missing in validation, or patients are in both.</exception>
    internal static IEnumerable<(int? Fold, int[] Rows, PredictionTable Validation)> Of(PredictionTable table, PredictionTable validation)
    {
        if (table.Labels.Except(validation.Labels).ToArray() is { Length: > 0 } missing)
        {
            throw new EvaluationException($"The validation predictions lack {string.Join(", ", missing)} (they have "
                + $"{string.Join(", ", validation.Labels)}). Use predictions of the same network.");
        }
        var folds = table.Folds.Distinct().Order().ToArray();
        foreach (var fold in folds)
        {
            if (folds.Length > 1 && !validation.Folds.Contains(fold))
            {
                throw new EvaluationException($"The predictions have fold {fold}, the validation predictions have not. Give validation "
                    + "predictions of every fold.");
            }
            int[] rows = [.. Enumerable.Range(0, table.Count).Where(row => table.Folds[row] == fold)];
            var part = folds.Length > 1 ? validation.Where(row => validation.Folds[row] == fold) : validation;
            var shared = rows.Select(row => table.PatientIds[row]).Intersect(part.PatientIds, StringComparer.Ordinal).Count();
            if (shared > 0)
            {
                throw new EvaluationException($"{shared} patient(s) are both in the validation predictions and among those to be judged. "
                    + "What is fitted on the cases it is judged by looks better than it is: use other patients.");
            }
            yield return (folds.Length > 1 ? fold : null, rows, part);
        }
    }
}
