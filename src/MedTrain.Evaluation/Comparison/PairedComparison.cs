using MedTrain.Evaluation.Folds;
using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;
using MedTrain.Evaluation.Thresholds;

namespace MedTrain.Evaluation.Comparison;

/// <summary>Compares models on the same cases and the same resamples of patients.</summary>
public static class PairedComparison
{
    /// <summary>Compares every other model with the first.</summary>
    /// <param name="models">Two or more, each with the name to show; cases are matched by id.</param>
    /// <param name="config">How; null = the defaults.</param>
    /// <param name="validations">Predictions of each model for other patients, in the order of the models, on which its thresholds are
    /// chosen if the configuration says so; null = there are none.</param>
    /// <returns>One report for each model after the first: difference = that model minus the first.</returns>
    /// <exception cref="InvalidPredictionsException">Cases, patients, truth or labels differ; every difference is listed.</exception>
    /// <exception cref="EvaluationException">The metric is unknown or for another task, or fewer than two models are given.</exception>
    public static IReadOnlyList<ComparisonReport> Run(
        IReadOnlyList<(string Name, PredictionTable Table)> models,
        ComparisonConfig? config = null,
        IReadOnlyList<PredictionTable?>? validations = null)
    {
        if (models.Count < 2)
        {
            throw new EvaluationException($"A comparison needs at least two models, {models.Count} given.");
        }
        config ??= new ComparisonConfig();
        var tables = MatchedTables.Match(models);
        var patients = new PatientIndex(tables[0]);
        var metric = TaskMetrics.Find(tables[0].Task, config.Metric);
        var quantities = new Quantities();
        var sides = tables.Select((table, i) =>
        {
            var thresholds = LabelThresholds.For(table, config.Thresholds, validations?[i]);
            return (Thresholds: thresholds, Labels: Sides(table, patients, metric, config, thresholds, quantities));
        }).ToArray();
        var numbers = quantities.On(config.Plan(patients.Count));
        return
        [
            .. Enumerable.Range(1, models.Count - 1).Select(other => ComparisonReport.Make(
                models[0].Name, models[other].Name, metric, config,
                [.. sides[0].Labels.Zip(sides[other].Labels, (first, second) => Pair(metric, first, second, numbers, config.Level))])
            with
            {
                FirstThresholds = Called(tables[0].Task, metric) ? sides[0].Thresholds.Entries : [],
                SecondThresholds = Called(tables[0].Task, metric) ? sides[other].Thresholds.Entries : [],
                Notes =
                [
                    .. sides[0].Thresholds.Notes.Select(note => $"{models[0].Name}, {note}"),
                    .. sides[other].Thresholds.Notes.Select(note => $"{models[other].Name}, {note}"),
                ],
            }),
        ];
    }

    // Whether the metric judges calls, which depend on a threshold.
    private static bool Called(PredictionTask task, Metric metric) =>
        task is PredictionTask.Binary or PredictionTask.Multilabel && metric.Source == MetricTable.Find("sensitivity").Source;

    private static Side[] Sides(
        PredictionTable table,
        PatientIndex patients,
        Metric metric,
        ComparisonConfig config,
        LabelThresholds thresholds,
        Quantities quantities)
    {
        var samples = new SampleSet(table, patients, thresholds);
        var folds = FoldSummary.Of(table, [metric], thresholds, config.Level);
        Side Make(string? label, Sample? sample)
        {
            var missing = sample is null ? "the truth is unknown in every case" : metric.WhyNot(sample);
            var fold = folds.FirstOrDefault(entry => entry.Label == label)?.Summary;
            return new Side(label, sample, missing is null ? quantities.Add(metric, sample!) : -1, missing, fold);
        }
        return metric.Source.Kind == typeof(MulticlassSample)
            ? [Make(null, samples.Classes)]
            : [.. samples.Labels.Zip(table.Labels, (sample, label) => Make(label, sample))];
    }

    private static PairedNumbers Pair(Metric metric, Side first, Side second, Resampled[] numbers, double level)
    {
        var size = first.Sample is null ? default : SampleSize.Of(first.Sample);
        if ((first.Missing ?? second.Missing) is { } missing)
        {
            return new PairedNumbers(first.Label, size) { Missing = missing };
        }
        return new PairedNumbers(first.Label, size)
        {
            First = numbers[first.Quantity],
            Second = numbers[second.Quantity],
            DeLong = metric.Name == "roc_auc" ? DeLong.Of((BinarySample)second.Sample!, (BinarySample)first.Sample!).Test(0, 1) : null,
            Folds = first.Folds is { } a && second.Folds is { } b
                ? FoldMean.Of([.. b.Values.Zip(a.Values, (y, x) => y - x)], level, a.TestPerTraining) : null,
        };
    }

    /// <summary>One label of one model; <paramref name="Quantity"/> is its index in the results when nothing is missing.</summary>
    private sealed record Side(string? Label, Sample? Sample, int Quantity, string? Missing, FoldMean? Folds);
}
