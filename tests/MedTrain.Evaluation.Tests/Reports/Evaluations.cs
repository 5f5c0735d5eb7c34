using System.Text.Json;
using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Reports;

namespace MedTrain.Evaluation.Tests.Reports;

public class Evaluations
{
    private static readonly EvaluationConfig Quick = new() { Replicates = 500 };

    [Fact]
    public void The_long_table_also_has_intervals_by_formula_calibration_and_folds()
    {
        var table = Some.Multilabel(3, cases: 60);
        string[] ids = [.. table.CaseIds];
        var folded = new PredictionTable(
            PredictionTask.Binary, ["x"], ids, ids, [.. ids.Select((_, i) => i % 3)],
            [table.Truth(0).ToArray()], [table.Scores(0).ToArray()]);
        var report = Evaluator.Evaluate(folded, new EvaluationConfig { Replicates = 200 });
        var rows = report.ToLongTable().Rows;
        string Row(params string[] cells) => string.Join(',', Assert.Single(rows, row => cells.All(row.Contains)));
        Assert.Contains("DeLong", Row("roc_auc", "interval"), StringComparison.Ordinal);
        Assert.Contains("Wilson", Row("sensitivity", "interval", "Wilson"), StringComparison.Ordinal);
        Assert.Contains("3 folds", Row("roc_auc", "folds", "mean"), StringComparison.Ordinal);
        Assert.NotEmpty(Row("calibration_slope"));
        Assert.Contains(report.FormulaTable().Rows, row => row[0] == "ROC AUC" && row[^1].Length == 0 && row[3].StartsWith('['));
    }

    [Fact]
    public void Few_patients_of_a_class_are_told()
    {
        string[] ids = [.. Enumerable.Range(0, 40).Select(i => $"c{i}")];
        double[] truth = [.. ids.Select((_, i) => i < 4 ? 1.0 : 0)];
        string[] patients = [.. ids.Select((id, i) => i is 0 or 1 ? "one" : id)];
        double[] scores = [.. truth.Select((y, i) => (y + i % 7) / 8)];
        var table = new PredictionTable(PredictionTask.Binary, ["x"], ids, patients, new int[40], [truth], [scores]);
        var report = Evaluator.Evaluate(table, new EvaluationConfig { Replicates = 200 });
        Assert.Contains(report.Notes, note => note.EndsWith("too narrow to rely on: x (3 with, 36 without).", StringComparison.Ordinal));
        Assert.Contains(report.Notes, note => note.StartsWith("Replicates in which a number was undefined", StringComparison.Ordinal)
            && note.Contains("of 200, for", StringComparison.Ordinal));
        var many = Evaluator.Evaluate(Some.Multilabel(8, cases: 200), new EvaluationConfig { Replicates = 100 });
        Assert.DoesNotContain(many.Notes, note => note.Contains("too narrow", StringComparison.Ordinal));
    }

    [Fact]
    public void The_order_of_rows_and_columns_changes_no_digit()
    {
        var table = Some.Multilabel(4, cases: 200);
        var rows = Enumerable.Range(0, table.Count).Reverse().ToArray();
        int[] labels = [2, 0, 1];
        var shuffled = new PredictionTable(
            table.Task, [.. labels.Select(label => table.Labels[label])], [.. rows.Select(row => table.CaseIds[row])],
            [.. rows.Select(row => table.PatientIds[row])], [.. rows.Select(row => table.Folds[row])],
            [.. labels.Select(label => rows.Select(row => table.Truth(label)[row]).ToArray())],
            [.. labels.Select(label => rows.Select(row => table.Scores(label)[row]).ToArray())]);

        var (one, other) = (Evaluator.Evaluate(table, Quick), Evaluator.Evaluate(shuffled, Quick));

        Assert.Equal(one.Entries.Count, other.Entries.Count);
        Assert.All(one.Entries, entry => Assert.Equal(entry.Measured, other.Find(entry.Metric, entry.Scope, entry.Label)));
    }

    [Fact]
    public void Equal_input_gives_equal_json()
    {
        var json = Evaluator.Evaluate(Some.Multilabel(5), Quick).ToJson();
        Assert.Equal(json, Evaluator.Evaluate(Some.Multilabel(5), Quick).ToJson());
        using var parsed = JsonDocument.Parse(json);
        Assert.Equal(29 * 5, parsed.RootElement.GetProperty("metrics").GetArrayLength());
    }

    [Fact]
    public void The_long_table_has_every_digit()
    {
        var report = Evaluator.Evaluate(Some.Multilabel(6), Quick);
        var table = report.ToLongTable();
        var main = table.Rows.Where(one => one[11].Length == 0 && !one[0].StartsWith("calibration", StringComparison.Ordinal));
        Assert.Equal(report.Entries.Count, main.Count());
        var auc = Assert.IsType<Estimate>(report.Find("roc_auc", Scope.Label, "finding0"));
        var row = table.Rows.First(one => one[0] == "roc_auc" && one[2] == "finding0");
        Assert.Equal([auc.Value, auc.Lower, auc.Upper], row.Skip(3).Take(3).Select(text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void An_interval_brackets_its_estimate_and_names_its_method()
    {
        var auc = Assert.IsType<Estimate>(Evaluator.Evaluate(Some.Multilabel(6, cases: 300), Quick).Find("roc_auc", Scope.Macro));
        Assert.InRange(auc.Value, auc.Lower, auc.Upper);
        Assert.InRange(auc.Upper - auc.Lower, 0.01, 0.3);
        Assert.Equal("percentile bootstrap by patient", auc.Method);
    }

    [Fact]
    public void A_label_without_positives_is_not_computable_and_named_in_the_mean()
    {
        var table = Some.Multilabel(7, labels: 2);
        var none = new PredictionTable(
            table.Task, table.Labels, table.CaseIds, table.PatientIds, table.Folds,
            [table.Truth(0).ToArray(), new double[table.Count]], [table.Scores(0).ToArray(), table.Scores(1).ToArray()]);
        var report = Evaluator.Evaluate(none, Quick);
        Assert.Equal("there is no positive case", Assert.IsType<NotComputable>(report.Find("roc_auc", Scope.Label, "finding1")).Reason);
        var macro = Assert.IsType<Estimate>(report.Find("roc_auc", Scope.Macro));
        Assert.EndsWith("mean of 1 of 2 labels, without finding1", macro.Method, StringComparison.Ordinal);
    }

    [Fact]
    public void Rare_labels_count_their_degenerate_replicates()
    {
        var cases = Enumerable.Range(0, 40).ToArray();
        var table = new PredictionTable(
            PredictionTask.Binary, ["rare"], [.. cases.Select(i => $"c{i}")], [.. cases.Select(i => $"p{i}")], new int[40],
            [[.. cases.Select(i => i < 2 ? 1.0 : 0.0)]], [[.. cases.Select(i => i % 7 / 7.0)]]);
        var auc = Assert.IsType<Estimate>(Evaluator.Evaluate(table).Find("roc_auc", Scope.Label, "rare"));
        Assert.InRange(auc.Degenerate, 1150, 1450);     // 10,000 · (1 - 2/40)^40 = 1285
    }

    [Fact]
    public void A_multiclass_report_has_each_class_the_mean_and_all_classes()
    {
        var random = new Random(1);
        var truth = Enumerable.Range(0, 90).Select(_ => random.Next(3)).ToArray();
        double[][] y = [.. Enumerable.Range(0, 3).Select(k => truth.Select(t => t == k ? 1.0 : 0).ToArray())];
        double[][] p = [.. Enumerable.Range(0, 3).Select(k => truth.Select(t => (t == k ? 0.3 : 0) + random.NextDouble()).ToArray())];
        string[] ids = [.. Enumerable.Range(0, 90).Select(i => $"{i}")];
        var report = Evaluator.Evaluate(new PredictionTable(PredictionTask.Multiclass, ["a", "b", "c"], ids, ids, new int[90], y, p),
            Quick);
        var rows = report.ToTable().Rows;
        Assert.Equal(["a", "b", "c", "mean", "pooled", "all classes"], rows.Select(row => row[0]));
        Assert.All(rows, row => Assert.Equal(report.ToTable().Columns.Count, row.Count));
        var balanced = Assert.IsType<Estimate>(report.Find("class_balanced_accuracy", Scope.Classes));
        var recall = Assert.IsType<Estimate>(report.Find("sensitivity", Scope.Macro));
        Assert.Equal(recall.Value, balanced.Value, 12);
    }

    [Fact]
    public void A_regression_report_is_in_the_unit_of_the_quantity()
    {
        var ages = Some.Ages(3, cases: 100, patients: 100);
        string[] ids = [.. Enumerable.Range(0, 100).Select(i => $"{i}")];
        var report = Evaluator.Evaluate(new PredictionTable(PredictionTask.Regression, ["age"], ids, ids, new int[100], [ages.Truth],
            [ages.Predicted]), Quick);
        Assert.InRange(Assert.IsType<Estimate>(report.Find("mae", Scope.Label, "age")).Value, 5.0, 7.0);
        Assert.Single(report.ToTable().Rows);
    }

    [Fact]
    public void A_patient_in_two_folds_is_noted()
    {
        string[] ids = ["a", "b", "c"];
        var table = new PredictionTable(PredictionTask.Binary, ["x"], ids, ["p", "p", "q"], [0, 1, 1], [[0, 1, double.NaN]],
            [[0.1, 0.2, 0.3]]);
        var notes = Evaluator.Evaluate(table, Quick).Notes;
        Assert.Equal(3, notes.Count);
        Assert.Contains("1 patient(s) have cases in more than one fold", notes[1], StringComparison.Ordinal);
    }
}
