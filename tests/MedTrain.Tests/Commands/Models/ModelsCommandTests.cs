using System.Text.Json.Nodes;

namespace MedTrain.Tests.Commands.Models;

public class ModelsCommandTests
{
    [Fact]
    public void The_list_names_every_network_once()
    {
        var names = JsonNode.Parse(MedTrainProgram.Run("models", "list", "--json").Output)!.AsArray().Select(row => (string)row!["name"]!)
            .ToList();

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

    [Fact]
    public void The_list_can_be_narrowed_to_volumes_and_a_family()
    {
        var rows = JsonNode.Parse(MedTrainProgram.Run("models", "list", "--dims", "3", "--family", "resnet", "--json").Output)!.AsArray();

        Assert.Contains(rows, row => (string)row!["name"]! == "resnet18");
        Assert.All(rows, row => Assert.Equal("ResNet", (string)row!["family"]!));
        Assert.All(rows, row => Assert.Contains(row!["dims"]!.AsArray(), dims => (int)dims! == 3));
        Assert.Equal(0.485, (double)rows.Single(row => (string)row!["name"]! == "resnet18")!["mean"]![0]!);
        var unknown = MedTrainProgram.Run("models", "list", "--family", "ResNot");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("did you mean \"ResNet\"?", unknown.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("resnet18 --input 3x32x32", "stem, layer1, layer2, layer3, layer4, head", "layer4", "images: sides of at least 1")]
    [InlineData("vit_b_32 --input 3x64x96", "embedding, block0, block1", "encoder.layers.encoder_layer_11.ln_1", "images: 64x96 only")]
    [InlineData("monai_vnet --dims 2 --input 1x32x32", "in, down1", "down_tr256", "multiples of 16")]
    public void Stages_the_layer_of_activation_maps_and_sizes_are_named(string typed, string stages, string layer, string images)
    {
        var text = MedTrainProgram.Run(["models", "show", .. typed.Split(' ')]).Output;
        Assert.Contains($"rates of their own): {stages}", text, StringComparison.Ordinal);
        Assert.Contains($"class activation maps of: {layer}\n", text, StringComparison.Ordinal);
        Assert.Contains(images, text, StringComparison.Ordinal);
        var json = JsonNode.Parse(MedTrainProgram.Run(["models", "show", .. typed.Split(' '), "--json"]).Output)!;
        Assert.Equal(layer, (string)json["cam_layer"]!);
        Assert.StartsWith(stages, string.Join(", ", json["stages"]!.AsArray().Select(stage => (string)stage!)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_memory_of_a_training_step_grows_with_the_batch()
    {
        var (one, eight) = (Memory("1"), Memory("8"));
        Assert.Equal(one.Weights, eight.Weights);
        Assert.Equal(8 * one.Activations, eight.Activations);
        Assert.Contains("with a batch of 8 needs at least", MedTrainProgram.Run("models", "show", "simple-cnn", "--batch", "8").Output,
            StringComparison.Ordinal);
        Assert.Equal(2, MedTrainProgram.Run("models", "show", "simple-cnn", "--batch", "0").ExitCode);
    }

    [Fact]
    public void Typed_layers_are_calculated()
    {
        string[] typed = ["models", "layers", "--input", "1x5x5", "conv:kernel=3,padding=1,stride=2", "conv:kernel=3,padding=1,stride=2"];
        var rows = JsonNode.Parse(MedTrainProgram.Run([.. typed, "--json"]).Output)!["layers"]!.AsArray();

        Assert.Equal([2, 2], rows[1]!["output"]!.AsArray().Skip(1).Select(side => (int)side!));
        Assert.Equal(7, (int)rows[1]!["receptive_field"]![0]!);
        Assert.Contains("1x2x2", MedTrainProgram.Run(typed).Output, StringComparison.Ordinal);
        var wrong = MedTrainProgram.Run("models", "layers", "--input", "1x5x5", "conv:kernel=9");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("does not fit into a side of 5", wrong.Error, StringComparison.Ordinal);
    }

    private static (long Weights, long Activations) Memory(string batch)
    {
        var memory =
            JsonNode.Parse(MedTrainProgram.Run("models", "show", "simple-cnn", "--batch", batch, "--json").Output)!["training_memory"]!;
        return ((long)memory["weights"]!, (long)memory["activations"]!);
    }
}
