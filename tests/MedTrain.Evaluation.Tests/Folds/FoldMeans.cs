using MedTrain.Evaluation.Folds;
using MedTrain.Evaluation.Predictions;

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
        Assert.Equal(4, report.Folds.Count);
        Assert.All(report.Folds, entry => Assert.Equal(2, entry.Summary.Values.Count));
        Assert.Equal(["finding0", "finding1"], report.FoldsTable().Rows.Select(row => row[0]));
        var auc = report.Folds.First(entry => entry.Metric == "roc_auc").Summary;
        Assert.StartsWith(auc.Mean.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture) + " ± ", report.FoldsTable().Rows[0][1], StringComparison.Ordinal);
        Assert.Contains("\"folds\": [\n    {", report.ToJson(), StringComparison.Ordinal);
    }
}
