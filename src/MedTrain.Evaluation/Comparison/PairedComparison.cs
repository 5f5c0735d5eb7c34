using MedTrain.Evaluation.Folds;
using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;

namespace MedTrain.Evaluation.Comparison;

/// <summary>Compares models on the same cases and the same resamples of patients.</summary>
public static class PairedComparison
{
    /// <summary>Compares every other model with the first.</summary>
    /// <param name="models">Two or more, each with the name to show; cases are matched by id.</param>
    /// <param name="config">How; null = the defaults.</param>
    /// <returns>One report for each model after the first: difference = that model minus the first.</returns>
    /// <exception cref="InvalidPredictionsException">Cases, patients, truth or labels differ; every difference is listed.</exception>
    /// <exception cref="EvaluationException">The metric does not exist, is for another task, or fewer than two models are given.</exception>
    public static IReadOnlyList<ComparisonReport> Run(IReadOnlyList<(string Name, PredictionTable Table)> models, ComparisonConfig? config = null)
    {
        if (models.Count < 2)
        {
            throw new EvaluationException($"A comparison needs at least two models, {models.Count} given.");
        }
        config ??= new ComparisonConfig();
        var tables = MatchedTables.Match(models);
        var patients = new PatientIndex(tables[0]);
        var metric = TaskMetrics.Find(tables[0].Task, config.Metric);
        var thresholds = Enumerable.Repeat(config.Threshold, tables[0].Labels.Count).ToArray();
        var samples = tables.Select(table => SamplesFor(new SampleSet(table, patients, thresholds), metric, table)).ToArray();

        var quantities = new Quantities();
        var places = samples.Select(model => model.Select(one => one.Sample is null || metric.WhyNot(one.Sample) is not null ? -1 : quantities.Add(metric, one.Sample)).ToArray()).ToArray();
        var numbers = quantities.On(new ResamplingPlan(patients.Count, config.Replicates, config.Seed) { LeaveOut = config.Ci == IntervalMethod.Bca });

        var folds = tables.Select(table => FoldSummary.Of(table, [metric], thresholds, config.Level)).ToArray();
        return [.. Enumerable.Range(1, models.Count - 1).Select(other => ComparisonReport.Make(
            models[0].Name, models[other].Name, metric, config,
            [.. Enumerable.Range(0, samples[0].Count).Select(label => Pair(metric, samples[0][label], samples[other][label], places[0][label], places[other][label], numbers) with
            {
                Folds = folds[0].Count > 0 ? Difference(folds[0][label].Summary, folds[other][label].Summary, config.Level) : null,
            })]))];
    }

    private static FoldMean Difference(FoldMean first, FoldMean second, double level) =>
        FoldMean.Of([.. second.Values.Zip(first.Values, (b, a) => b - a)], level);

    private static IReadOnlyList<(string? Label, Sample? Sample)> SamplesFor(SampleSet samples, Metric metric, PredictionTable table) =>
        metric.Source.Kind == typeof(MulticlassSample)
            ? [(null, samples.Classes)]
            : [.. samples.Labels.Zip(table.Labels, (sample, label) => ((string?)label, sample))];

    private static PairedNumbers Pair(
        Metric metric, (string? Label, Sample? Sample) first, (string? Label, Sample? Sample) second, int firstPlace, int secondPlace, Resampled[] numbers)
    {
        if (first.Sample is null || second.Sample is null)
        {
            return new PairedNumbers(first.Label, default) { Missing = "the truth is unknown in every case" };
        }
        var size = SampleSize.Of(first.Sample);
        if (firstPlace < 0 || secondPlace < 0)
        {
            return new PairedNumbers(first.Label, size) { Missing = metric.WhyNot(first.Sample) ?? metric.WhyNot(second.Sample)! };
        }
        return new PairedNumbers(first.Label, size)
        {
            First = numbers[firstPlace],
            Second = numbers[secondPlace],
            DeLong = metric.Name == "roc_auc" ? DeLong.Of((BinarySample)second.Sample, (BinarySample)first.Sample).Test(0, 1) : null,
        };
    }
}
