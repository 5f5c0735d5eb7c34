using System.Text.Json.Nodes;

namespace MedTrain.Tests.Commands;

public class ModelsCommandTests
{
    [Fact]
    public void The_list_names_every_network_once()
    {
        var names = JsonNode.Parse(MedTrainProgram.Run("models", "list", "--json").Output)!.AsArray().Select(row => (string)row!["name"]!).ToList();

        Assert.Superset(new HashSet<string> { "simple-cnn", "resnet18", "densenet121" }, names.ToHashSet());
        Assert.Distinct(names);
        Assert.All(names, name => Assert.Contains(name, MedTrainProgram.Run("models", "list").Output, StringComparison.Ordinal));
    }

    [Fact]
    public void Densenet121_has_the_published_number_of_parameters()
    {
        var outcome = MedTrainProgram.Run("models", "show", "densenet121");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("7,978,856 parameters", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("features.denseblock4.denselayer16.conv2", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("simple-cnn --dims 3 --outputs 2", 4, 2)]
    [InlineData("simple-cnn --input 1x40x48", 3, 1)]
    [InlineData("simple-cnn --input 1x24x24x24", 4, 1)]
    public void Input_and_outputs_can_be_chosen(string typed, int rank, int outputs)
    {
        var shown = JsonNode.Parse(MedTrainProgram.Run(["models", "show", .. typed.Split(' '), "--json"]).Output)!;

        Assert.Equal(rank, shown["input"]!.AsArray().Count);
        Assert.Equal(outputs, (int)shown["layers"]!.AsArray()[^1]!["output"]![1]!);
        Assert.Equal((long)shown["parameters"]!, shown["layers"]!.AsArray().Sum(layer => (long)layer!["parameters"]!));
    }

    [Theory]
    [InlineData("resnet81", "resnet18")]
    [InlineData("simple-cnn --dims 4", "4")]
    [InlineData("simple-cnn --input 1x40", "write CxHxW")]
    [InlineData("simple-cnn --dims 3 --input 1x40x40", "needs a batch")]
    public void What_cannot_be_is_wrong_usage(string typed, string message)
    {
        var outcome = MedTrainProgram.Run(["models", "show", .. typed.Split(' ')]);

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", outcome.Error, StringComparison.Ordinal);
    }
}
