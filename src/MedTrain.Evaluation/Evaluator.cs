using MedTrain.Evaluation.Calibration;
using MedTrain.Evaluation.Folds;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Reports;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Thresholds;

namespace MedTrain.Evaluation;

/// <summary>From predictions to estimates with intervals.</summary>
public static class Evaluator
{
    /// <summary>Computes the metrics of the table's task for each label, as mean over labels and over all pooled, on the same resamples of
    /// patients.</summary>
    /// <param name="table">The predictions.</param>
    /// <param name="config">How; null = the defaults.</param>
    /// <param name="validation">Predictions of other cases, on which thresholds are chosen if the configuration says so.</param>
    /// <returns>The report: the same for the same cases in any order, and on any number of cores.</returns>
    /// <exception cref="EvaluationException">The configuration does not fit the table.</exception>
    public static EvaluationReport Evaluate(PredictionTable table, EvaluationConfig? config = null, PredictionTable? validation = null)
    {
        config ??= new EvaluationConfig();
        var patients = new PatientIndex(table);
        var thresholds = LabelThresholds.For(table, config.Thresholds, validation);
        var samples = new SampleSet(table, patients, thresholds);
        var metrics = TaskMetrics.Named(table.Task, config.Metrics);
        var study = new Study(config, metrics, config.Plan(table, patients));
        foreach (var (sample, name) in samples.Labels.Zip(table.Labels))
        {
            study.Add(Scope.Label, name, sample);
        }
        if (samples.Pooled is not null)
        {
            study.Add(Scope.Micro, null, samples.Pooled);
        }
        if (samples.Classes is not null)
        {
            study.Add(Scope.Classes, null, samples.Classes);
        }
        var entries = study.Entries();
        return new EvaluationReport
        {
            Task = table.Task,
            Config = config,
            Cases = table.Count,
            Patients = patients.Count,
            Labels = table.Labels,
            Thresholds = table.Task is PredictionTask.Binary or PredictionTask.Multilabel ? thresholds.Entries : [],
            Entries = entries,
            Folds = FoldSummary.Of(table, metrics, thresholds, config.Level),
            Calibration = table.Task == PredictionTask.Regression ? [] : [.. samples.Labels.Select(sample => Line(sample, config.Level))],
            Notes =
            [
                .. thresholds.Notes, .. Notes(table), .. SampleNotes.FewPatients(samples, table.Labels),
                .. SampleNotes.Degenerate(entries, config),
            ],
        };
    }

    private static CalibrationLine? Line(Sample? sample, double level) =>
        sample is BinarySample binary ? CalibrationLine.Of(binary, level) : null;

    private static List<string> Notes(PredictionTable table)
    {
        var notes = new List<string>();
        for (var label = 0; label < table.Labels.Count; label++)
        {
            var unknown = table.Truth(label).ToArray().Count(double.IsNaN);
            if (unknown > 0)
            {
                notes.Add($"{table.Labels[label]}: the truth of {unknown} of {table.Count} cases is unknown; they are left out of this "
                    + "label.");
            }
        }
        var across = table.PatientIds.Zip(table.Folds).Distinct()
            .GroupBy(pair => pair.First, StringComparer.Ordinal)
            .Count(group => group.Count() > 1);
        if (across > 0)
        {
            notes.Add($"{across} patient(s) have cases in more than one fold. If these are folds of a cross-validation, the split was not "
                + "by patient and the results are too good.");
        }
        return notes;
    }
}
