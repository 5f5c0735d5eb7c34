using System.Text.Json.Nodes;

namespace MedTrain.Tests.Commands;

public sealed class CompareCommandTests : IDisposable
{
    private const string Few = "--replicates=200";

    private readonly TemporaryFolder _folder = new();
    private readonly string _good;
    private readonly string _bad;

    public CompareCommandTests()
    {
        _good = _folder.Write("good.csv", ScoreFiles.Predictions(0.5));
        _bad = _folder.Write("bad.csv", ScoreFiles.Predictions(2.5));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_models_have_values_difference_advantage_and_p_values_in_CheXNeXts_layout()
    {
        var outcome = MedTrainProgram.Run("compare", _bad, _good, Few);

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.All(
            new[] { "bad [95 %]", "good [95 %]", "Difference [97.5 %]", "Advantage", "p, Bonferroni", "p, DeLong" },
            column => Assert.Contains(column, outcome.Output, StringComparison.Ordinal));
        Assert.Contains("mean (95 %)", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_does_not_differ_from_itself()
    {
        var outcome = MedTrainProgram.Run("compare", _good, _good, Few);

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("0.000 [0.000, 0.000]", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Three_models_are_compared_with_the_first()
    {
        var third = _folder.Write("third.csv", ScoreFiles.Predictions(1.2));
        var report = JsonNode.Parse(MedTrainProgram.Run("compare", _bad, _good, third, Few, "--correction", "holm", "--json").Output)!;

        Assert.Equal(
            ["bad good", "bad third"],
            report["comparisons"]!.AsArray().Select(one => $"{one!["first"]} {one["second"]}"));
        Assert.Equal("holm", (string?)report["comparisons"]![0]!["correction"]);
    }

    [Fact]
    public void Columns_and_rows_in_another_order_change_no_number()
    {
        var lines = ScoreFiles.Predictions(0.5).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int[] order = [8, 3, 0, 6, 1, 5, 2, 7, 4];
        var shuffled = lines.Take(1).Concat(lines.Skip(1).Reverse()).Select(line => string.Join(',', order.Select(at => line.Split(',')[at])));
        var other = _folder.Write("sub/good.csv", string.Join('\n', shuffled));

        string[] options = ["--names", "bad,good", "--csv", Few];
        Assert.Equal(
            Numbers(MedTrainProgram.Run(["compare", _bad, _good, .. options]).Output),
            Numbers(MedTrainProgram.Run(["compare", _bad, other, .. options]).Output));
    }

    [Fact]
    public void Thresholds_are_chosen_on_the_validation_of_each_model()
    {
        var (first, second) = (_folder.Write("v1.csv", ScoreFiles.Predictions(2.5, "v")), _folder.Write("v2.csv", ScoreFiles.Predictions(0.5, "v")));
        string[] rule = ["compare", _bad, _good, "--metric", "sensitivity", "--threshold-rule", "youden", Few];

        var report = JsonNode.Parse(MedTrainProgram.Run([.. rule, "--validation", $"{first},{second}", "--json"]).Output)!;

        Assert.NotEqual(
            (double)report["comparisons"]![0]!["first_thresholds"]![0]!["value"]!, (double)report["comparisons"]![0]!["second_thresholds"]![0]!["value"]!);
        Assert.Equal(2, MedTrainProgram.Run(rule).ExitCode);
        Assert.Contains("1 file(s) for 2 model(s)", MedTrainProgram.Run([.. rule, "--validation", first]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_and_readers_have_operating_points_areas_F1_and_means_over_readers()
    {
        var readers = _folder.Write("readers.csv", ScoreFiles.Readings("abcd"));
        var outcome = MedTrainProgram.Run("compare", _good, readers, "--names", "Algorithm,Radiologists", Few, "--figures", _folder.Path("figures"));

        Assert.Equal(0, outcome.ExitCode);
        Assert.All(
            new[]
            {
                "ROC AUC: Algorithm against Radiologists", "F1: Algorithm against Radiologists", "average of Radiologists", "Obuchowski-Rockette",
            },
            words => Assert.Contains(words, outcome.Output, StringComparison.Ordinal));
        Assert.Contains("4 readers, concave spline", File.ReadAllText(_folder.Path("figures/roc-mass.svg")), StringComparison.Ordinal);
        Assert.StartsWith(
            "We compared good with readers by ROC AUC", MedTrainProgram.Run("compare", _good, readers, Few, "--methods").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_readers_can_make_the_truth_but_not_the_same()
    {
        var (judged, standard) = (_folder.Write("judged.csv", ScoreFiles.Readings("ab")), _folder.Write("standard.csv", ScoreFiles.Readings("xyz")));

        var outcome = MedTrainProgram.Run("compare", _good, judged, "--standard", standard, Few);
        var circular = MedTrainProgram.Run("compare", _good, judged, "--standard", judged, Few);

        Assert.Contains("The truth is the majority of the readings in standard.csv", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(2, circular.ExitCode);
        Assert.Contains("a, b make the standard and are judged by it", circular.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_modalities_of_readers_are_compared()
    {
        var lines = ScoreFiles.Readings("abc", "alone") + string.Join('\n', ScoreFiles.Readings("abc", "aided").Split('\n').Skip(1));
        var readers = _folder.Write("readers.csv", lines);

        var outcome = MedTrainProgram.Run("compare", _good, readers, "--modalities", "alone,aided", Few);

        Assert.Contains("ROC AUC, aided minus alone", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(2, MedTrainProgram.Run("compare", _good, readers, Few).ExitCode);
    }

    [Fact]
    public void Every_difference_between_the_cases_is_listed()
    {
        var other = _folder.Write("other.csv", ScoreFiles.Predictions(0.5).Replace("c3,p1,", "c3,p9,", StringComparison.Ordinal).Replace("c5,", "d5,", StringComparison.Ordinal));
        var outcome = MedTrainProgram.Run("compare", _bad, other, Few);

        Assert.Equal((4, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("other has no case 'c5'", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("bad has no case 'd5'", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("is alone", "{good}")]
    [InlineData("there is no such run folder or CSV file", "{good}", "nowhere.csv")]
    [InlineData("--names", "{good}", "{bad}", "--names", "one")]
    [InlineData("only one form can be printed", "{good}", "{bad}", "--json", "--csv")]
    [InlineData("add a readers file", "{good}", "{bad}", "--standard", "x.csv")]
    [InlineData("There is no metric auc for a Multilabel task", "{good}", "{bad}", "--metric", "auc")]
    public void What_cannot_be_is_refused_with_exit_code_2(string message, params string[] args)
    {
        var outcome = MedTrainProgram.Run(
            ["compare", .. args.Select(one => one.Replace("{good}", _good, StringComparison.Ordinal).Replace("{bad}", _bad, StringComparison.Ordinal)), Few]);

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }

    private static List<string> Numbers(string csv) => [.. csv.Split('\n').Order(StringComparer.Ordinal)];
}
