using MedTrain.Evaluation.Folds;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Reports;

namespace MedTrain.Evaluation.Tests.Folds;

public class FoldMeans
{
    [Fact]
    public void The_interval_uses_the_corrected_variance()
    {
        // k = 5: variance (1/5 + 1/4) · s², t with 4 degrees of freedom 2.776445.
        var folds = FoldMean.Of([0.8, 0.82, 0.78, 0.85, 0.75], 0.95);
        var s = Math.Sqrt((0 + 0.0004 + 0.0004 + 0.0025 + 0.0025) / 4);
        Assert.Equal(0.8, folds.Mean, 12);
        Assert.Equal(s, folds.StandardDeviation, 12);
        Assert.Equal(2.7764451052 * Math.Sqrt(0.45) * s, (folds.Upper - folds.Lower) / 2, 1e-9);
    }

    /// <summary>Twice 2-fold: four values, but each fold tests as many patients as it trains on, so test/train stays 1.</summary>
    [Fact]
    public void Repeating_a_cross_validation_does_not_shrink_the_overlap_of_training_sets()
    {
        string[] patients = [.. Enumerable.Range(0, 40).Select(i => $"p{i}")];
        var random = new Random(2);
        int[] folds = [.. patients.Select((_, i) => i % 2), .. patients.Select((_, i) => 2 + i / 20)];
        double[] truth = [.. folds.Select((_, i) => i % 40 / 4 % 2.0)];
        var table = new PredictionTable(
            PredictionTask.Binary, ["x"], [.. folds.Select((fold, i) => $"c{i}")], [.. patients, .. patients], folds, [truth],
            [[.. truth.Select(y => 0.4 * y + 0.6 * random.NextDouble())]]);
        var summary = Evaluator.Evaluate(table, new EvaluationConfig { Replicates = 100, Metrics = ["roc_auc"] }).Folds.Single().Summary;
        Assert.Equal(1, summary.TestPerTraining, 12);
        Assert.Equal(3.1824463053 * Math.Sqrt(1.25) * summary.StandardDeviation, (summary.Upper - summary.Lower) / 2, 1e-9);
    }

    [Fact]
    public void Undefined_folds_are_left_out_and_one_fold_has_no_spread()
    {
        Assert.Equal(0.5, FoldMean.Of([0.4, double.NaN, 0.6], 0.95).Mean, 12);
        Assert.True(double.IsNaN(FoldMean.Of([0.4, double.NaN], 0.95).Lower));
    }

    [Fact]
    public void A_report_of_several_folds_shows_them_beside_the_pooled_numbers()
    {
        var table = Some.Multilabel(1, cases: 200, labels: 2);
        var folded = new PredictionTable(
            table.Task, table.Labels, table.CaseIds, table.PatientIds, [.. table.PatientIds.Select(id => id.Length % 3)],
            [table.Truth(0).ToArray(), table.Truth(1).ToArray()], [table.Scores(0).ToArray(), table.Scores(1).ToArray()]);
        var report = Evaluator.Evaluate(folded, new EvaluationConfig { Replicates = 200, Metrics = ["roc_auc", "brier"] });
        Assert.Equal(6, report.Folds.Count);
        Assert.All(report.Folds, entry => Assert.Equal(2, entry.Summary.Values.Count));
        Assert.Equal(["finding0", "finding1", "mean"], report.FoldsTable().Rows.Select(row => row[0]));
        var auc = report.Folds.First(entry => entry.Metric == "roc_auc").Summary;
        Assert.StartsWith(auc.Mean.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture) + " ± ", report.FoldsTable().Rows[0][1], StringComparison.Ordinal);
        var mean = report.Folds.Single(entry => entry is { Metric: "roc_auc", Scope: Scope.Macro }).Summary;
        var labels = report.Folds.Where(entry => entry is { Metric: "roc_auc", Label: not null });
        Assert.Equal(labels.Average(entry => entry.Summary.Mean), mean.Mean, 12);
        Assert.Contains("\"folds\": [\n    {", report.ToJson(), StringComparison.Ordinal);
    }
}
