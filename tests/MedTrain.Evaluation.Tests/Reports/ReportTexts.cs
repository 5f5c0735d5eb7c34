using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Reports;
using MedTrain.Evaluation.Thresholds;

namespace MedTrain.Evaluation.Tests.Reports;

public class ReportTexts
{
    private static readonly ReportTable Table = new("A & B", ["", "AUC [95 %]"], [["mass_1", "0.9 [0.8, 1.0]"], ["a, b | c", "< 0.1"]]);

    [Fact]
    public void Csv_quotes_what_needs_it() =>
        Assert.Equal(",AUC [95 %]\nmass_1,\"0.9 [0.8, 1.0]\"\n\"a, b | c\",< 0.1\n", Table.ToCsv());

    [Fact]
    public void Markdown_escapes_bars() => Assert.Equal(
        "|  | AUC [95 %] |\n| --- | ---: |\n| mass_1 | 0.9 [0.8, 1.0] |\n| a, b \\| c | < 0.1 |\n", Table.ToMarkdown());

    [Fact]
    public void Latex_escapes_its_signs()
    {
        var latex = Table.ToLatex();
        Assert.Contains("\\caption{A \\& B}", latex, StringComparison.Ordinal);
        Assert.Contains("mass\\_1 & 0.9 {[}0.8, 1.0] \\\\", latex, StringComparison.Ordinal);
        Assert.Contains("$<$ 0.1", latex, StringComparison.Ordinal);
    }

    [Fact]
    public void The_methods_paragraph_states_what_was_done()
    {
        var validation = Some.Multilabel(9, cases: 200, prefix: "v");
        var report = Evaluator.Evaluate(
            Some.Multilabel(8, cases: 120),
            new EvaluationConfig { Replicates = 300, Ci = IntervalMethod.Bca, Level = 0.9, Seed = 7, ThresholdRule = ThresholdRule.Youden },
            validation);
        var text = report.ToMethods();
        Assert.StartsWith("We evaluated predictions for 120 cases of ", text, StringComparison.Ordinal);
        Assert.Contains("90 % confidence intervals were obtained by the bias-corrected and accelerated (BCa) method from 300 bootstrap "
            + "replicates in which patients", text, StringComparison.Ordinal);
        Assert.Contains("(seed 7)", text, StringComparison.Ordinal);
        Assert.Contains("Thresholds maximised sensitivity + specificity on separate validation cases", text, StringComparison.Ordinal);
        Assert.Contains("truth of", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Checklists_have_all_items_and_answer_what_the_run_knows()
    {
        var report = Evaluator.Evaluate(Some.Multilabel(8), new EvaluationConfig { Replicates = 200 });
        var items = Checklist.Make(report, new Dictionary<string, string> { ["CLAIM 20"] = "By patient." });
        Assert.Equal((42, 27), (items.Count(item => item.Guideline == "CLAIM"), items.Count(item => item.Guideline == "TRIPOD+AI")));
        Assert.Equal("By patient.", items.Single(item => item is { Guideline: "CLAIM", Number: "20" }).Answer);
        Assert.Contains("200 replicates, seed 0", items.Single(item => item is { Guideline: "CLAIM", Number: "29" }).Answer,
            StringComparison.Ordinal);
        Assert.Null(items.Single(item => item is { Guideline: "CLAIM", Number: "42" }).Answer);
        Assert.Equal(69, Checklist.ToTable(items).Rows.Count);
    }

    [Fact]
    public void Thresholds_from_validation_need_validation()
    {
        var config = new EvaluationConfig { Replicates = 200, ThresholdRule = ThresholdRule.Sensitivity, ThresholdTarget = 0.9 };
        var table = Some.Multilabel(8);
        Assert.Contains("Give validation predictions", Assert.Throws<EvaluationException>(() => Evaluator.Evaluate(table, config)).Message,
            StringComparison.Ordinal);
        var report = Evaluator.Evaluate(table, config, Some.Multilabel(9, prefix: "v"));
        Assert.Equal(3, report.Thresholds.Count);
        Assert.All(report.Thresholds, threshold => Assert.NotEqual(0.5, threshold.Value));
    }

    [Fact]
    public void Each_fold_has_the_threshold_of_its_own_validation()
    {
        string[] ids = ["a", "b", "c", "d", "e", "f", "g", "h"], others = [.. ids.Select(id => id + "v")];
        int[] folds = [0, 0, 0, 0, 1, 1, 1, 1];
        double[] truth = [0, 0, 1, 1, 0, 0, 1, 1];
        PredictionTable Table(string[] names, double[] scores) => new(PredictionTask.Binary, ["x"], names, names, folds, [truth], [scores]);
        // Scores of fold 1 lie 0.5 higher than those of fold 0.
        var validation = Table(others, [0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9]);
        var test = Table(ids, [0.15, 0.25, 0.35, 0.45, 0.65, 0.75, 0.85, 0.95]);
        var config = new EvaluationConfig { Replicates = 200, ThresholdRule = ThresholdRule.Youden };
        var report = Evaluator.Evaluate(test, config, validation);
        Assert.Equal([new LabelThreshold("x", 0, 0.3), new LabelThreshold("x", 1, 0.8)], report.Thresholds);
        Assert.Equal(1, ((Estimate)report.Find("accuracy", Scope.Label, "x")!).Value);
        Assert.Contains("x (fold 0) 0.3, x (fold 1) 0.8", report.ToMethods(), StringComparison.Ordinal);

        Assert.Contains("both in the validation", Assert.Throws<EvaluationException>(() => Evaluator.Evaluate(test, config, test)).Message, StringComparison.Ordinal);
        var without = validation.Where(row => row < 4);
        Assert.Contains("fold 1", Assert.Throws<EvaluationException>(() => Evaluator.Evaluate(test, config, without)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stratified_resampling_is_refused_where_patients_have_no_class() =>
        Assert.Throws<EvaluationException>(() => Evaluator.Evaluate(Some.Multilabel(8), new EvaluationConfig { Stratified = true }));

    [Fact]
    public void Unknown_metrics_are_refused_with_those_there_are() => Assert.Contains(
        "roc_auc", Assert.Throws<EvaluationException>(() => Evaluator.Evaluate(Some.Multilabel(8), new EvaluationConfig { Metrics = ["auroc"] })).Message, StringComparison.Ordinal);
}
