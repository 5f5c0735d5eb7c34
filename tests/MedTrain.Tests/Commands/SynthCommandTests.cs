using System.Text.Json.Nodes;

namespace MedTrain.Tests.Commands;

public sealed class SynthCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_cohort_is_made_once()
    {
        string[] typed = ["synth", "brains", _folder.Path("brains"), "--patients", "2", "--size", "32", "--json"];
        var first = JsonNode.Parse(MedTrainProgram.Run(typed).Output)!;
        var again = JsonNode.Parse(MedTrainProgram.Run(typed).Output)!;

        Assert.Equal((2, 2, 0), ((int)first["images"]!, (int)first["made"]!, (int)again["made"]!));
        Assert.Equal(3, File.ReadAllLines(_folder.Path("brains/manifest.csv")).Length);
    }

    [Theory]
    [InlineData("radiograph", "--patients", "2", "KIND — radiograph — did you mean \"radiographs\"?")]
    [InlineData("brains", "--size", "8", "--size — 8 — out of bounds — must be at least 32")]
    public void What_cannot_be_made_is_wrong_usage(string kind, string option, string value, string message)
    {
        var outcome = MedTrainProgram.Run("synth", kind, _folder.Path("out"), option, value);

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_something_else_in_it_is_left_alone()
    {
        var other = _folder.Write("out/other.txt", "mine");

        Assert.Equal(2, MedTrainProgram.Run("synth", "brains", _folder.Path("out"), "--patients", "2").ExitCode);
        Assert.Equal("mine", File.ReadAllText(other));
    }
}
