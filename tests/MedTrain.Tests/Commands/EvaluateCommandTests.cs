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
    public void A_switch_needs_no_word_and_an_option_without_its_value_is_named()
    {
        var csv = _folder.Write("p.csv", Predictions);
        bool Stratified(params string[] more) => (bool)JsonNode.Parse(
            MedTrainProgram.Run(["evaluate", csv, .. more, "--replicates", "100", "--json"]).Output)!["config"]!["stratified"]!;

        Assert.True(Stratified("--stratified") && Stratified("--stratified", "true"));
        Assert.False(Stratified("--stratified", "false") || Stratified());
        var outcome = MedTrainProgram.Run("evaluate", csv, "--metrics", "--ci", "bca");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("--metrics needs a value, but --ci follows it", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void All_metrics_stand_below_each_other_with_intervals_by_formula()
    {
        var outcome = MedTrainProgram.Run("evaluate", _folder.Write("p.csv", Predictions), "--replicates", "100", "--all");
        Assert.Matches("(?m)^  +MCC  ", outcome.Output);
        Assert.Contains("Intervals by formula [95 %]", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("too narrow to rely on: opacity (2 with, 2 without)", outcome.Output, StringComparison.Ordinal);
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
        var outcome = MedTrainProgram.Run("evaluate", csv, "--case-column", "image", "--patient-column", "who", "--label-columns", "disease", "--score-columns", "probability", "--replicates", "100");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("disease", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_mistake_of_a_file_is_listed_with_its_line()
    {
        var csv = _folder.Write("p.csv", """
            case_id,patient_id,y_a,p_a
            c1,p1,1,0.5
            c1,p1,0,high
            c2,,2,0.5
            c3,p3,1,NaN
            c4,p4,1
            """);
        var outcome = MedTrainProgram.Run("evaluate", csv, "--task", "binary");

        Assert.Equal((4, ""), (outcome.ExitCode, outcome.Output));
        Assert.All(
            new[] { "line 3: case 'c1' was already given", "line 3: p_a is 'high'", "line 4: the patient of case 'c2' is blank", "line 4: y_a is 2", "line 5: p_a is 'NaN'", "line 6: 3 fields" },
            words => Assert.Contains(words, outcome.Error, StringComparison.Ordinal));
    }

    [Fact]
    public void A_column_that_is_not_there_is_named_with_those_that_are()
    {
        var csv = _folder.Write("p.csv", "image,who,disease,probability\na,1,0,0.1\n");
        var outcome = MedTrainProgram.Run("evaluate", csv, "--label-columns", "diseased", "--score-columns", "probability", "--case-column", "image");

        Assert.Equal(4, outcome.ExitCode);
        Assert.Contains("there is no column 'diseased'. The columns are: image, who, disease, probability", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("there is no column 'patient_id'", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Subgroups_come_from_columns_of_the_file_with_ages_in_bands()
    {
        var csv = _folder.Write("p.csv", ScoreFiles.Predictions(1));
        var outcome = MedTrainProgram.Run("evaluate", csv, "--by", "sex,age", "--by-metric", "brier", "--replicates", "100");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("Brier score by sex", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("difference from the rest", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("40–59", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("≥ 50", MedTrainProgram.Run("evaluate", csv, "--by", "age", "--bands", "30,50", "--replicates", "100").Output, StringComparison.Ordinal);

        var numbers = JsonNode.Parse(MedTrainProgram.Run("evaluate", csv, "--by", "site", "--replicates", "100", "--json").Output)!;
        Assert.Equal(6, numbers["subgroups"]![0]!["rows"]!.AsArray().Count);
        Assert.Contains("there is no column 'scanner'", MedTrainProgram.Run("evaluate", csv, "--by", "scanner").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Subgroups_of_a_run_come_from_its_manifest()
    {
        WriteRun("test");
        _folder.Write("run/manifest.csv", "case_id,patient_id,path,opacity,sex\ntesta,1,x,0,F\ntestb,2,x,0,M\ntest1c,3,x,1,F\n");

        var outcome = MedTrainProgram.Run("evaluate", _folder.Path("run"), "--by", "sex", "--json");
        var report = JsonNode.Parse(outcome.Output)!;

        Assert.Equal(["F", "M"], report["subgroups"]![0]!["rows"]!.AsArray().Select(row => (string)row!["group"]!));
        Assert.Equal(5, (int)report["subgroups"]![0]!["unknown"]!);
        Assert.Contains("too few", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_come_as_csv_markdown_or_latex_but_in_one_form()
    {
        var csv = _folder.Write("p.csv", ScoreFiles.Predictions(1));
        string Run(string form) => MedTrainProgram.Run("evaluate", csv, form, "--replicates", "100", "--metrics", "roc_auc,brier").Output;

        Assert.Equal("metric,scope,label,value,lower,upper,n,positives,patients,degenerate,method,column,group", Run("--csv").Split('\n')[0]);
        Assert.Contains("| effusion | 120 |", Run("--markdown"), StringComparison.Ordinal);
        Assert.Contains("\\toprule", Run("--latex"), StringComparison.Ordinal);
        Assert.Equal(2, MedTrainProgram.Run("evaluate", csv, "--csv", "--latex").ExitCode);
    }

    [Fact]
    public void Recalibration_is_fitted_on_validation_only()
    {
        var (csv, validation) = (_folder.Write("p.csv", ScoreFiles.Predictions(1.5)), _folder.Write("v.csv", ScoreFiles.Predictions(1.4, "v")));
        double Brier(params string[] more) => (double)JsonNode.Parse(
            MedTrainProgram.Run(["evaluate", csv, "--metrics", "brier", "--replicates", "100", "--json", .. more]).Output)!["metrics"]![0]!["value"]!;

        Assert.True(Brier("--calibrate", "platt", "--validation", validation) < Brier());
        var alone = MedTrainProgram.Run("evaluate", csv, "--calibrate", "isotonic");
        Assert.Equal(2, alone.ExitCode);
        Assert.Contains("add --validation", alone.Error, StringComparison.Ordinal);
        Assert.Contains("both in the validation", MedTrainProgram.Run("evaluate", csv, "--calibrate", "platt", "--validation", csv).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_are_written_as_files()
    {
        var csv = _folder.Write("p.csv", ScoreFiles.Predictions(1));
        Assert.Equal(0, MedTrainProgram.Run("evaluate", csv, "--replicates", "100", "--figures", _folder.Path("figures")).ExitCode);

        Assert.Equal(
            ["confusion", "decision", "pr", "reliability", "roc"],
            Directory.GetFiles(_folder.Path("figures"), "*-mass.svg").Select(file => Path.GetFileName(file).Split('-')[0]).Order());
        var refused = MedTrainProgram.Run("evaluate", csv, "--replicates", "100", "--figures", Path.Combine(csv, "figures"));
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("cannot be written", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Net_benefit_methods_and_checklists_are_printed_on_request()
    {
        var csv = _folder.Write("p.csv", ScoreFiles.Predictions(1));
        string Run(params string[] more) => MedTrainProgram.Run(["evaluate", csv, "--replicates", "100", .. more]).Output;

        Assert.Contains("Net benefit", Run("--net-benefit", "0.1,0.3"), StringComparison.Ordinal);
        Assert.StartsWith("We evaluated predictions for 120 cases of 60 patients", Run("--methods"), StringComparison.Ordinal);
        Assert.Equal(42, Run("--checklist", "claim").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(28, Run("--checklist", "tripod-ai", "--csv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void A_run_fills_the_checklist_with_what_it_knows()
    {
        WriteRun("test");
        var checklist = MedTrainProgram.Run("evaluate", _folder.Path("run"), "--checklist", "claim").Output;

        Assert.Contains("CLAIM 22. Detailed description of the model: simple-cnn", checklist, StringComparison.Ordinal);
        Assert.Contains("no patient is in two parts", checklist, StringComparison.Ordinal);
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
