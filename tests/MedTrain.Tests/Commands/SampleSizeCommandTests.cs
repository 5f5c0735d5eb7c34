using System.Text.Json.Nodes;

namespace MedTrain.Tests.Commands;

public class SampleSizeCommandTests
{
    [Fact]
    public void Widths_and_the_fewest_cases_are_printed()
    {
        var outcome = MedTrainProgram.Run("sample-size", "--auc", "0.85", "--prevalence", "0.2", "--cases", "200,100", "--width", "0.1");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("An interval no wider than 0.1 needs at least 483 cases (97 positive)", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_every_digit()
    {
        var report = JsonNode.Parse(MedTrainProgram.Run("sample-size", "--auc", "0.9", "--prevalence", "0.5", "--cases", "80", "--json").Output)!;

        Assert.Equal((40, 40), ((int)report["rows"]![0]!["positives"]!, (int)report["rows"]![0]!["negatives"]!));
    }

    [Fact]
    public void Missing_and_impossible_values_are_wrong_usage()
    {
        Assert.Contains("--prevalence", MedTrainProgram.Run("sample-size", "--auc", "0.9").Error, StringComparison.Ordinal);
        var outcome = MedTrainProgram.Run("sample-size", "--auc", "1", "--prevalence", "20");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("--auc — 1 — out of bounds", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("--prevalence — 20 — out of bounds", outcome.Error, StringComparison.Ordinal);
    }
}
