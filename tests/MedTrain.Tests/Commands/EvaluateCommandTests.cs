using System.Text.Json.Nodes;

namespace MedTrain.Tests.Commands;

public sealed class EvaluateCommandTests : IDisposable
{
    private const string Predictions = """
        case_id,patient_id,fold,y_opacity,p_opacity
        a,1,0,0,0.1
        b,2,0,0,0.4
        c,3,0,1,0.35
        d,4,0,1,0.8

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_predictions_file_gives_a_table_of_estimates_with_intervals()
    {
        var outcome = MedTrainProgram.Run("evaluate", _folder.Write("p.csv", Predictions), "--replicates", "200");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("ROC AUC", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("0.750 [", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_holds_the_settings_that_were_typed()
    {
        var outcome = MedTrainProgram.Run("evaluate", _folder.Write("p.csv", Predictions), "--replicates", "200", "--level", "0.9", "--ci", "basic", "--json");

        var report = JsonNode.Parse(outcome.Output)!;
        Assert.Equal(("basic", 200, 0.9), ((string?)report["config"]!["ci"], (int)report["config"]!["replicates"]!, (double)report["config"]!["level"]!));
        Assert.Equal(0.75, (double)report["metrics"]![0]!["value"]!);
    }

    [Fact]
    public void A_file_of_another_tool_is_read_by_its_own_column_names()
    {
        var csv = _folder.Write("p.csv", "image,who,disease,probability\na,1,0,0.1\nb,2,1,0.4\n");
        var outcome = MedTrainProgram.Run("evaluate", csv, "--case", "image", "--patient", "who", "--truth", "disease", "--score", "probability", "--replicates", "100");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("disease", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void All_options_out_of_bounds_are_reported_together()
    {
        var outcome = MedTrainProgram.Run("evaluate", _folder.Write("p.csv", Predictions), "--level", "95", "--replicates", "many");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("--level — 95 — out of bounds", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("--replicates — many — must be a whole number", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_ends_with_exit_code_4()
    {
        var outcome = MedTrainProgram.Run("evaluate", _folder.Write("p.csv", Predictions.Replace("0.35", "nan?", StringComparison.Ordinal)));

        Assert.Equal((4, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("p.csv", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_folds_of_a_run_are_evaluated_together_as_its_config_says()
    {
        WriteRun("test");
        var report = JsonNode.Parse(MedTrainProgram.Run("evaluate", _folder.Path("run"), "--json").Output)!;
        var other = JsonNode.Parse(MedTrainProgram.Run("evaluate", _folder.Path("run"), "--json", "--replicates", "300").Output)!;

        Assert.Equal((8, 123, 300), ((int)report["cases"]!, (int)report["config"]!["replicates"]!, (int)other["config"]!["replicates"]!));
    }

    [Fact]
    public void Thresholds_of_a_run_are_chosen_on_its_validation_part()
    {
        WriteRun("test");
        WriteRun("val");
        var report = JsonNode.Parse(MedTrainProgram.Run("evaluate", _folder.Path("run"), "--json", "--threshold-rule", "youden", "--metrics", "roc_auc,sensitivity").Output)!;

        Assert.Equal(["roc_auc", "sensitivity"], report["metrics"]!.AsArray().Select(entry => (string)entry!["metric"]!).Distinct());
        Assert.Equal("youden", (string?)report["config"]!["threshold_rule"]);
    }

    [Fact]
    public void A_rule_for_thresholds_needs_validation_predictions()
    {
        var csv = _folder.Write("p.csv", Predictions);
        var others = _folder.Write("v.csv", OfOtherPatients("v"));

        Assert.Equal(2, MedTrainProgram.Run("evaluate", csv, "--threshold-rule", "youden").ExitCode);
        Assert.Equal(2, MedTrainProgram.Run("evaluate", csv, "--threshold-rule", "youden", "--validation", csv).ExitCode);
        Assert.Equal(0, MedTrainProgram.Run("evaluate", csv, "--threshold-rule", "youden", "--validation", others).ExitCode);
    }

    [Fact]
    public void A_run_without_a_test_part_is_evaluated_on_its_validation_part()
    {
        WriteRun("val");

        Assert.Equal(0, MedTrainProgram.Run("evaluate", _folder.Path("run")).ExitCode);
        Assert.Contains("predictions-test.csv", MedTrainProgram.Run("evaluate", _folder.Path("run"), "--part", "test").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_no_run_is_wrong_usage()
    {
        var outcome = MedTrainProgram.Run("evaluate", _folder.Root);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("is no run folder", outcome.Error, StringComparison.Ordinal);
    }

    private void WriteRun(string part)
    {
        _folder.Write("run/config.yaml", "name: r\ntask: binary\ndata: {manifest: m.csv, labels: [opacity]}\nmodel: {name: simple-cnn}\nevaluation: {replicates: 123}\n");
        _folder.Write($"run/fold-0/predictions-{part}.csv", OfOtherPatients(part));
        _folder.Write($"run/fold-1/predictions-{part}.csv", OfOtherPatients(part + "1").Replace(",0,", ",1,", StringComparison.Ordinal));
    }

    /// <summary>The predictions with <paramref name="prefix"/> before every case and patient id.</summary>
    private static string OfOtherPatients(string prefix) => string.Join(
        '\n', Predictions.Split('\n').Select((line, index) => index == 0 || line.Length == 0 ? line : prefix + line.Insert(2, prefix)));
}
