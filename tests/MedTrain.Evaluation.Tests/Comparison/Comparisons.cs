using System.Globalization;
using System.Text.Json;
using MedTrain.Evaluation.Comparison;
using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Thresholds;

namespace MedTrain.Evaluation.Tests.Comparison;

public class Comparisons
{
    private static readonly ComparisonConfig Quick = new() { Replicates = 2000 };

    [Fact]
    public void A_better_model_has_the_advantage_and_both_tests_agree()
    {
        var table = Some.Multilabel(1, cases: 400, patients: 400, labels: 4, unknown: 0);
        var better = table.WithScores([.. Enumerable.Range(0, 4)
            .Select(label => table.Scores(label).ToArray().Zip(table.Truth(label).ToArray(), (p, y) => p + 0.3 * y).ToArray())]);
        var report = PairedComparison.Run([("A", table), ("B", better)], Quick).Single();
        Assert.Equal(1 - 0.05 / 4, report.DifferenceLevel, 12);
        Assert.All(report.Rows, row => Assert.Equal(1, row.Advantage));
        Assert.All(report.Rows.Take(4), row =>
        {
            var difference = Assert.IsType<Estimate>(row.Difference);
            Assert.Equal(((Estimate)row.Second).Value - ((Estimate)row.First).Value, difference.Value, 12);
            Assert.Equal(difference.Value, row.DeLong!.Difference, 12);
            Assert.True(row.DeLong.P < 0.01 && row.P < 0.01 && row.CorrectedP >= row.P);
        });
        Assert.Equal(["A", "B"], [report.First, report.Second]);
        Assert.Contains("98.8 % interval (Bonferroni for 4 comparisons) excluded 0", report.ToMethods(), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(report.ToJson());
        Assert.Equal(5, json.RootElement.GetProperty("rows").GetArrayLength());
    }

    [Fact]
    public void A_model_against_itself_differs_by_nothing()
    {
        var table = Some.Multilabel(2, cases: 100, unknown: 0);
        var report = PairedComparison.Run([("A", table), ("A again", table)], Quick).Single();
        Assert.All(report.Rows, row =>
        {
            Assert.Equal((0.0, 0.0, 0.0), (((Estimate)row.Difference).Value, ((Estimate)row.Difference).Lower,
                ((Estimate)row.Difference).Upper));
            Assert.Equal((1.0, 0), (row.P, row.Advantage!.Value));
        });
    }

    [Fact]
    public void The_same_resamples_make_differences_of_correlated_models_narrow()
    {
        var table = Some.Multilabel(3, cases: 200, labels: 1, unknown: 0);
        var binary = new PredictionTable(PredictionTask.Binary, table.Labels, table.CaseIds, table.PatientIds, table.Folds,
            [table.Truth(0).ToArray()], [table.Scores(0).ToArray()]);
        var random = new Random(1);
        var near = binary.WithScores([[.. binary.Scores(0).ToArray().Select(p => p + 0.02 * random.NextDouble())]]);
        var row = PairedComparison.Run([("A", binary), ("B", near)], Quick).Single().Rows.Single();
        var (own, difference) = ((Estimate)row.First, (Estimate)row.Difference);
        Assert.True(difference.Upper - difference.Lower < 0.2 * (own.Upper - own.Lower));
    }

    [Fact]
    public void Rows_are_matched_by_case_and_every_difference_is_listed()
    {
        var table = Some.Multilabel(4, cases: 50, labels: 2, unknown: 0);
        int[] reversed = [.. Enumerable.Range(0, 50).Reverse()];
        T[] Pick<T>(IReadOnlyList<T> values) => Array.ConvertAll(reversed, i => values[i]);
        var turned = new PredictionTable(
            table.Task, [table.Labels[1], table.Labels[0]], Pick(table.CaseIds), Pick(table.PatientIds), Pick(table.Folds),
            [Pick(table.Truth(1).ToArray()), Pick(table.Truth(0).ToArray())],
                [Pick(table.Scores(1).ToArray()), Pick(table.Scores(0).ToArray())]);
        Assert.All(PairedComparison.Run([("A", table), ("B", turned)], Quick).Single().Rows, row =>
            Assert.Equal(0, ((Estimate)row.Difference).Value));

        var truth = table.Truth(0).ToArray();
        (truth[3], truth[7]) = (1 - truth[3], 1 - truth[7]);
        var other = table.WithTruth([truth, table.Truth(1).ToArray()]);
        Assert.Equal(2, Assert.Throws<InvalidPredictionsException>(() =>
            PairedComparison.Run([("A", table), ("B", other)], Quick)).Errors.Count);
        var fewer = table.Where(row => row > 1);
        Assert.Equal(2, Assert.Throws<InvalidPredictionsException>(() =>
            PairedComparison.Run([("A", table), ("B", fewer)], Quick)).Errors.Count);
        Assert.Throws<EvaluationException>(() => PairedComparison.Run([("A", table)], Quick));
        Assert.Throws<EvaluationException>(() => PairedComparison.Run([("A", table), ("B", turned)], Quick with { Metric = "mae" }));
    }

    [Fact]
    public void An_error_is_better_when_it_is_lower()
    {
        var ages = Some.Ages(1, cases: 200, patients: 200);
        string[] ids = [.. Enumerable.Range(0, 200).Select(i => $"{i}")];
        var table = new PredictionTable(PredictionTask.Regression, ["age"], ids, ids, [.. Enumerable.Range(0, 200).Select(i => i % 5)],
            [ages.Truth], [ages.Predicted]);
        var better = table.WithScores([[.. ages.Truth.Zip(ages.Predicted, (x, y) => (x + y) / 2)]]);
        var row = PairedComparison.Run([("A", table), ("B", better)], Quick).Single().Rows.Single();
        Assert.Equal(1, row.Advantage);
        Assert.True(((Estimate)row.Difference).Upper < 0);
        Assert.Equal(5, row.Folds!.Values.Count);
        Assert.True(row.Folds.P < 0.01);
    }

    /// <summary>Holm 1979; values as R's p.adjust gives.</summary>
    [Fact]
    public void Corrected_p_values()
    {
        double[] p = [0.01, 0.04, 0.03, double.NaN, 0.005];
        Assert.Equal([0.04, 0.16, 0.12, double.NaN, 0.02], CorrectedP.Of(p, Correction.Bonferroni));
        Assert.Equal([0.03, 0.06, 0.06, double.NaN, 0.02], CorrectedP.Of(p, Correction.Holm));
        Assert.Equal(p, CorrectedP.Of(p, Correction.None));
        Assert.Equal([1.0, 1.0], CorrectedP.Of([0.7, 0.9], Correction.Bonferroni));
    }

    [Fact]
    public void Metrics_of_all_classes_are_compared_in_one_row()
    {
        string[] ids = [.. Enumerable.Range(0, 60).Select(i => $"{i}")];
        double[][] truth = [.. Enumerable.Range(0, 3).Select(k => Enumerable.Range(0, 60).Select(i => i % 3 == k ? 1.0 : 0).ToArray())];
        var random = new Random(2);
        double[][] Scores(double skill) => [.. truth.Select(column => column.Select(y => y * skill + random.NextDouble()).ToArray())];
        var a = new PredictionTable(PredictionTask.Multiclass, ["x", "y", "z"], ids, ids, new int[60], truth, Scores(0.2));
        var report = PairedComparison.Run([("A", a), ("B", a.WithScores(Scores(2)))],
            Quick with { Metric = "class_accuracy", Correction = Correction.Holm }).Single();
        Assert.Equal(1, report.Rows.Single().Advantage);
        Assert.Equal("all classes", report.ToTable().Rows.Single()[0]);
    }

    [Fact]
    public void Each_model_is_called_at_the_threshold_of_its_own_validation()
    {
        var (test, other) = (Some.Multilabel(1, cases: 200, labels: 2), Some.Multilabel(1, cases: 200, labels: 2));
        other = other.WithScores([[.. other.Scores(0).ToArray().Select(score => score / 2)], [.. other.Scores(1).ToArray().Select(score => score / 2)]]);
        var validation = Some.Multilabel(2, cases: 200, labels: 2, prefix: "v");
        var halved = validation.WithScores(
            [[.. validation.Scores(0).ToArray().Select(score => score / 2)], [.. validation.Scores(1).ToArray().Select(score => score / 2)]]);
        var config = new ComparisonConfig { Replicates = 200, Metric = "sensitivity", ThresholdRule = ThresholdRule.Youden };

        var report = PairedComparison.Run([("whole", test), ("half", other)], config, [validation, halved]).Single();

        Assert.All(report.Rows, row => Assert.Equal(0, ((Estimate)row.Difference).Value));
        Assert.Equal(report.FirstThresholds.Select(one => one.Value / 2), report.SecondThresholds.Select(one => one.Value));
        Assert.Contains("youden", report.ToMethods(), StringComparison.Ordinal);
        Assert.Throws<EvaluationException>(() => PairedComparison.Run([("whole", test), ("half", other)], config));
    }

    [Fact]
    public void Several_comparisons_are_one_table_and_one_document()
    {
        var table = Some.Multilabel(1, cases: 100, labels: 2);
        var reports = PairedComparison.Run([("a", table), ("b", table), ("c", table)], new ComparisonConfig { Replicates = 100 });
        var numbers = ComparisonReport.ToLongTable(reports);
        Assert.Equal(6, numbers.Rows.Count);
        Assert.All(numbers.Rows, row => Assert.Equal(numbers.Columns.Count, row.Count));
        Assert.Equal(["b", "b", "b", "c", "c", "c"], numbers.Rows.Select(row => row[1]));
        using var json = System.Text.Json.JsonDocument.Parse(ComparisonReport.ToJson(reports));
        Assert.Equal(2, json.RootElement.GetProperty("comparisons").GetArrayLength());
    }

    [Fact]
    public void The_table_has_the_layout_of_CheXNeXt()
    {
        var path = Path.Combine(Golden.Folder, "chexnext_table1.csv");
        var lines = File.ReadAllLines(path).Skip(1).Select(line => line.Split(',')).ToArray();
        Assert.Equal(14, lines.Length);
        Estimate Made(string[] cells, int at) => new(Number(cells[at]), Number(cells[at + 1]), Number(cells[at + 2]), 420, null, 389, "");
        var report = new ComparisonReport
        {
            First = "Radiologists",
            Second = "Algorithm",
            Metric = Evaluation.Metrics.MetricTable.Find("roc_auc"),
            Config = new ComparisonConfig(),
            DifferenceLevel = 1 - 0.05 / 14,
            Rows = [.. lines.Select(cells => ComparisonReport.Judged(
                new ComparisonRow(cells[0], Made(cells, 1), Made(cells, 4), Made(cells, 7)),
                    Evaluation.Metrics.MetricTable.Find("roc_auc"), new ComparisonConfig()))],
        };
        var table = report.ToTable();
        Assert.Equal(["", "Radiologists [95 %]", "Algorithm [95 %]", "Difference [99.6 %]", "Advantage"], table.Columns.Take(5));
        Assert.Equal(["Atelectasis", "0.808 [0.777, 0.838]", "0.862 [0.825, 0.895]", "0.053 [0.003, 0.101]", "Algorithm"], table.Rows[0]
            .Take(5));
        Assert.Equal(lines.Select(cells => cells[10]), table.Rows.Select(row => row[4]));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
