using MedTrain.Evaluation.Comparison;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;
using MedTrain.Evaluation.Thresholds;

namespace MedTrain.Evaluation.Readers;

/// <summary>Compares a model with readers on the same cases and the same resamples of patients.</summary>
public static class ReaderStudy
{
    /// <summary>Runs the whole analysis.</summary>
    /// <param name="table">The model's predictions and the truth (see <see cref="ReferenceStandard"/> for a truth made by other
    /// readers).</param>
    /// <param name="model">Name to show for the model.</param>
    /// <param name="readings">What the readers said.</param>
    /// <param name="readers">Name to show for the readers.</param>
    /// <param name="config">How; null = the defaults. The metric is not used: AUC and F1 are both computed.</param>
    /// <param name="validation">Predictions of the model for other patients, on which thresholds are chosen if the configuration says
    /// so.</param>
    /// <exception cref="EvaluationException">No label of the table was read, the task has classes or quantities, or there are several
    /// modalities.</exception>
    /// <exception cref="InvalidPredictionsException">Cases were read that the table lacks; all are listed.</exception>
    public static ReaderReport Run(
        PredictionTable table,
        string model,
        IReadOnlyList<Reading> readings,
        string readers = "Readers",
        ComparisonConfig? config = null,
        PredictionTable? validation = null)
    {
        config ??= new ComparisonConfig();
        Check(table, readings, modalities: 1);
        var patients = new PatientIndex(table);
        var thresholds = LabelThresholds.For(table, config.Thresholds, validation);
        var work = new Quantities();
        var labels = Read(table, readings)
            .Select(label => LabelPlan.Make(new ReaderPanel(table, patients, label, readings, thresholds, config.Threshold), work))
            .ToArray();
        var numbers = work.On(config.Plan(patients.Count) with { LeaveOut = true });
        return new ReaderReport
        {
            Points = [.. labels.SelectMany(label => label.Points(numbers, config))],
            Auc = ComparisonReport.Make(readers, model, MetricTable.Find("roc_auc"), config,
                [.. labels.Select(label => label.Auc(numbers))]),
            F1 = ComparisonReport.Make(readers, model, MetricTable.Find("f1"), config, [.. labels.Select(label => label.F1(numbers))]),
            MultiReader = [.. labels.SelectMany(label => label.MultiReader(numbers, config))],
            Thresholds = thresholds.Entries,
            Notes = [.. thresholds.Notes, .. LeftOut(table, readings)],
        };
    }

    /// <summary>Compares two modalities (conditions) read by the same readers on the same cases: second minus first, label by
    /// label.</summary>
    /// <param name="table">Truth; its scores are not used.</param>
    /// <param name="readings">Readings of both modalities.</param>
    /// <param name="first">Name of the first modality.</param>
    /// <param name="second">Name of the second modality.</param>
    /// <param name="config">How; null = the defaults.</param>
    /// <returns>For each label the mean of each modality and the mean difference.</returns>
    /// <exception cref="EvaluationException">A modality has no readings, or the readers differ.</exception>
    public static IReadOnlyList<MultiReaderRow> Modalities(
        PredictionTable table, IReadOnlyList<Reading> readings, string first, string second, ComparisonConfig? config = null)
    {
        config ??= new ComparisonConfig();
        Check(table, readings, modalities: int.MaxValue);
        var (one, other) = (Of(readings, first), Of(readings, second));
        var patients = new PatientIndex(table);
        var rows = new List<MultiReaderRow>();
        var thresholds = LabelThresholds.For(table, config.Thresholds with { Rule = ThresholdRule.Fixed }, null);
        ReaderPanel Panel(int label, IEnumerable<Reading> from) => new(table, patients, label, from, thresholds, config.Threshold);
        foreach (var label in Read(table, one).Intersect(Read(table, other)))
        {
            var work = new Quantities();
            var (a, b) = (Panel(label, one), Panel(label, other));
            if (!a.Readers.SequenceEqual(b.Readers))
            {
                throw new EvaluationException($"{table.Labels[label]}: the readers of '{first}' ({string.Join(", ", a.Readers)}) and "
                    + $"'{second}' ({string.Join(", ", b.Readers)}) differ. Use readings of the same readers.");
            }
            var (planA, planB) = (LabelPlan.Make(a, work), LabelPlan.Make(b, work));
            var numbers = work.On(config.Plan(patients.Count) with { LeaveOut = true });
            rows.AddRange(LabelPlan.Modalities(planA, planB, first, second, numbers, config));
        }
        return rows;
    }

    private static Reading[] Of(IReadOnlyList<Reading> readings, string modality)
    {
        var found = readings.Where(one => one.Modality == modality).ToArray();
        return found.Length > 0
            ? found
            : throw new EvaluationException($"There is no reading of modality '{modality}'. The modalities are: "
                + $"{string.Join(", ", readings.Select(one => one.Modality).Distinct())}.");
    }

    private static IEnumerable<string> LeftOut(PredictionTable table, IReadOnlyList<Reading> readings)
    {
        string[] others = [.. readings.Select(one => one.Label).Distinct().Except(table.Labels).Order(StringComparer.Ordinal)];
        if (others.Length > 0)
        {
            yield return $"Readings of labels that the predictions do not have were left out: {string.Join(", ", others)}.";
        }
    }

    private static int[] Read(PredictionTable table, IEnumerable<Reading> readings)
    {
        var names = readings.Select(one => one.Label).ToHashSet(StringComparer.Ordinal);
        return [.. Enumerable.Range(0, table.Labels.Count).Where(label => names.Contains(table.Labels[label]))];
    }

    private static void Check(PredictionTable table, IReadOnlyList<Reading> readings, int modalities)
    {
        if (table.Task is PredictionTask.Multiclass or PredictionTask.Regression)
        {
            throw new EvaluationException($"Readers say whether a label is present; a {table.Task} table has no such labels. Read it as a "
                + "multilabel table.");
        }
        if (Read(table, readings).Length == 0)
        {
            throw new EvaluationException($"The readings are of {string.Join(", ", readings.Select(one => one.Label).Distinct())}, the "
                + $"predictions of {string.Join(", ", table.Labels)}: no label is in both. Rename one.");
        }
        var cases = table.CaseIds.ToHashSet(StringComparer.Ordinal);
        if (readings.Select(one => one.CaseId).Where(id => !cases.Contains(id)).Distinct().ToArray() is { Length: > 0 } missing)
        {
            throw new InvalidPredictionsException("readings", Array.ConvertAll(missing, id =>
                $"case '{id}' was read but is not among the predictions. Give its prediction, or leave its readings out."));
        }
        var names = readings.Select(one => one.Modality).Distinct().ToArray();
        if (names.Length > modalities)
        {
            throw new EvaluationException($"The readings have {names.Length} modalities ({string.Join(", ", names)}). Compare the "
                + "modalities, or keep one of them.");
        }
    }
}
