using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Reports;
using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;
using MedTrain.Evaluation.Thresholds;

namespace MedTrain.Evaluation.Folds;

/// <summary>Every metric on each fold by itself.</summary>
internal static class FoldSummary
{
    /// <summary>The metrics over the folds; empty with one fold.</summary>
    /// <param name="table">Out-of-fold predictions.</param>
    /// <param name="metrics">Which metrics.</param>
    /// <param name="thresholds">Thresholds of the labels.</param>
    /// <param name="level">Confidence level.</param>
    internal static IReadOnlyList<FoldEntry> Of(PredictionTable table, IReadOnlyList<Metric> metrics, LabelThresholds thresholds, double level)
    {
        var folds = table.Folds.Distinct().Order().ToArray();
        if (folds.Length < 2)
        {
            return [];
        }
        var values = folds.Select(fold => Values(table.Where(row => table.Folds[row] == fold), metrics, thresholds)).ToArray();
        var overlap = TestPerTraining(table, folds);
        var each = values[0].Select((one, i) => new FoldEntry(
            one.Metric.Name, one.Metric.Title, one.Scope, one.Label,
            FoldMean.Of([.. values.Select(fold => fold[i].Value)], level, overlap)));
        return [.. each.GroupBy(entry => entry.Metric).SelectMany(group => WithMean([.. group], level, overlap))];
    }

    /// <summary>The entries of one metric, and the mean of those labels that are defined in every fold.</summary>
    private static FoldEntry[] WithMean(FoldEntry[] entries, double level, double overlap)
    {
        double[][] labels =
        [
            .. entries.Where(entry => entry.Scope == Scope.Label && !entry.Summary.Values.Any(double.IsNaN))
                .OrderBy(entry => entry.Label, StringComparer.Ordinal).Select(entry => entry.Summary.Values.ToArray()),
        ];
        return labels.Length < 2 ? entries :
        [
            .. entries,
            new FoldEntry(
                entries[0].Metric, entries[0].Title, Scope.Macro, null,
                FoldMean.Of([.. labels[0].Select((_, fold) => labels.Average(label => label[fold]))], level, overlap)),
        ];
    }

    private static double TestPerTraining(PredictionTable table, int[] folds)
    {
        var patients = table.PatientIds.Zip(table.Folds).Distinct().ToArray();
        double all = patients.Select(one => one.First).Distinct(StringComparer.Ordinal).Count();
        return folds.Average(fold => patients.Count(one => one.Second == fold) is var tested ? tested / Math.Max(1, all - tested) : 0);
    }

    private static List<(Metric Metric, Scope Scope, string? Label, double Value)> Values(
        PredictionTable fold, IReadOnlyList<Metric> metrics, LabelThresholds thresholds)
    {
        var patients = new PatientIndex(fold);
        var samples = new SampleSet(fold, patients, thresholds);
        var quantities = new Quantities();
        var planned = new List<(Metric Metric, Scope Scope, string? Label, int Quantity)>();
        foreach (var metric in metrics)
        {
            int Add(Sample? sample) => sample is null || metric.WhyNot(sample) is not null ? -1 : quantities.Add(metric, sample);
            if (metric.Source.Kind == typeof(MulticlassSample))
            {
                planned.Add((metric, Scope.Classes, null, Add(samples.Classes)));
                continue;
            }
            planned.AddRange(samples.Labels.Zip(fold.Labels, (sample, label) => (metric, Scope.Label, (string?)label, Add(sample))));
        }
        var values = quantities.On(new EveryPatientOnce(patients.Count));
        return [.. planned.Select(one => (one.Metric, one.Scope, one.Label, one.Quantity < 0 ? double.NaN : values[one.Quantity][0]))];
    }
}
