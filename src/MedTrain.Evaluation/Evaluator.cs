using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Reports;

namespace MedTrain.Evaluation;

/// <summary>From predictions to estimates with intervals.</summary>
public static class Evaluator
{
    /// <summary>Computes every metric of the table's task, for each label and as the mean over labels, on the same resamples of patients.</summary>
    /// <param name="table">The predictions.</param>
    /// <param name="config">How; null = the defaults.</param>
    /// <returns>The report: the same for the same cases in any order, and on any number of cores.</returns>
    public static EvaluationReport Evaluate(PredictionTable table, EvaluationConfig? config = null)
    {
        config ??= new EvaluationConfig();
        var patients = new PatientIndex(table);
        var labels = SampleSet.Labels(table, patients, config.Threshold);
        var classes = SampleSet.Classes(table, patients);
        var study = new Study(config, patients.Count);
        foreach (var (sample, name) in labels.Zip(table.Labels))
        {
            study.Add(sample, name);
        }
        if (classes is not null)
        {
            study.Add(classes, null);
        }
        return new EvaluationReport
        {
            Task = table.Task,
            Config = config,
            Cases = table.Count,
            Patients = patients.Count,
            Labels = table.Labels,
            Entries = study.Entries(table.Labels.Count > 1),
            Notes = Notes(table),
        };
    }

    private static List<string> Notes(PredictionTable table)
    {
        var notes = new List<string>();
        for (var label = 0; label < table.Labels.Count; label++)
        {
            var unknown = table.Truth(label).ToArray().Count(double.IsNaN);
            if (unknown > 0)
            {
                notes.Add($"{table.Labels[label]}: the truth of {unknown} of {table.Count} cases is unknown; they are left out of this label.");
            }
        }
        var across = table.PatientIds.Zip(table.Folds).Distinct().GroupBy(pair => pair.First, StringComparer.Ordinal).Count(group => group.Count() > 1);
        if (across > 0)
        {
            notes.Add($"{across} patient(s) have cases in more than one fold. If these are folds of a cross-validation, the split was not by patient and the results are too good.");
        }
        return notes;
    }
}
