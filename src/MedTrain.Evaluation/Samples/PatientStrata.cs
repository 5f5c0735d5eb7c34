using MedTrain.Evaluation.Predictions;

namespace MedTrain.Evaluation.Samples;

/// <summary>The class of each patient, for resamples that keep the number of patients of each class.</summary>
internal static class PatientStrata
{
    /// <summary>The stratum of each patient: with one label whether any case is positive; with classes the first class (by name) among the
    /// patient's cases; 0 = none.</summary>
    /// <exception cref="EvaluationException">The task has no single class a patient.</exception>
    internal static int[] Of(PredictionTable table, PatientIndex patients)
    {
        if (table.Task is PredictionTask.Multilabel or PredictionTask.Regression)
        {
            throw new EvaluationException($"Stratified resampling keeps the number of patients of each class, but a {table.Task} task "
                + "gives a patient no single class. Set stratified to false.");
        }
        // Numbered in the order of the names, so that the order of columns changes nothing.
        var byName = Enumerable.Range(0, table.Labels.Count).OrderBy(label => table.Labels[label], StringComparer.Ordinal).ToArray();
        var strata = new int[patients.Count];
        for (var row = 0; row < table.Count; row++)
        {
            var found = Array.FindIndex(byName, label => table.Truth(label)[row] == 1) + 1;
            ref var stratum = ref strata[patients.OfCase[row]];
            stratum = found > 0 && (stratum == 0 || found < stratum) ? found : stratum;
        }
        return strata;
    }
}
