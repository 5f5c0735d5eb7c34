using System.CommandLine;
using System.Text.Json.Serialization;
using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using MedTrain.Presentation;

namespace MedTrain.Commands;

/// <summary><c>medtrain models</c>: which networks there are, and what one is made of.</summary>
internal static class ModelsCommand
{
    /// <summary>The line in <c>medtrain --help</c>.</summary>
    public const string Summary = "List the networks, or show one layer by layer.";

    /// <summary>Makes the command.</summary>
    public static Command Create() => new("models", Summary) { CreateList(), CreateShow() };

    private static Verb CreateList()
    {
        var command = new Verb("list", "List the networks that model.name can be.", "medtrain models list", "medtrain models list --json");
        var output = new OutputOptions(command);
        command.SetAction(parsed =>
        {
            var writer = parsed.InvocationConfiguration.Output;
            if (output.WantsJson(parsed)) { JsonOutput.Write(writer, ModelTable.Rows.Select(Listed.Of)); }
            else
            {
                var rows = ModelTable.Rows.Select(Listed.Of).Select(row => row.Cells);
                TextTable.Write(writer, "", ["name", "family", "dims", "usual input", "weights", "source"], rows);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static Verb CreateShow()
    {
        var command = new Verb(
            "show",
            "Show a network layer by layer: output shape for one image, parameters, multiply-accumulate operations, "
            + "and how much of the image one output sees.",
            "medtrain models show densenet121",
            "medtrain models show resnet18 --dims 3 --outputs 2",
            "medtrain models show simple-cnn --input 1x96x96 --json");
        var name = new Argument<string>("NAME") { Description = "A name that 'medtrain models list' shows." };
        var dims = new Option<int?>("--dims") { Description = "2 for images, 3 for volumes [default: as --input says, else 2]" };
        var input = new Option<string?>("--input")
        {
            Description = "Shape of one image: CxHxW or CxDxHxW [default: the network's usual input]",
            HelpName = "SHAPE",
        };
        var outputs = new Option<int?>("--outputs")
        {
            Description = "Outputs of the network [default: 1000 where weights trained on ImageNet are published, else 1]",
        };
        var output = new OutputOptions(command);
        dims.AcceptOnlyFromAmong("2", "3");
        command.Arguments.Add(name);
        foreach (var option in new Option[] { dims, input, outputs }) { command.Options.Add(option); }

        command.SetAction(parsed =>
        {
            var shown = Show(parsed.GetRequiredValue(name), parsed.GetValue(dims), parsed.GetValue(input), parsed.GetValue(outputs));
            if (output.WantsJson(parsed))
            {
                LayerReport.WriteJson(shown.Name, shown.Input, shown.Layers, parsed.InvocationConfiguration.Output);
            }
            else { LayerReport.Write(shown.Name, shown.Input, shown.Layers, parsed.InvocationConfiguration.Output); }

            return ExitCodes.Done;
        });
        return command;
    }

    private static (string Name, IReadOnlyList<long> Input, LayerTable Layers) Show(string name, int? dims, string? shape, int? outputs)
    {
        try
        {
            var row = ModelTable.Find(name);
            var given = shape is null ? null : ParseShape(shape);
            var spatial = (SpatialDims)(dims ?? given?.Length - 1 ?? (int)row.Dims.First());
            var input = given ?? row.InputFor(spatial);
            var width = outputs ?? (row.Weights == WeightNaming.Torchvision ? 1000 : 1);
            using var network = row.Build(new NetworkOptions(spatial, (int)input[0], width));
            return (name, input, LayerTable.Of(network, input));
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message.Split(" (Parameter")[0]);
        }
    }

    private static long[] ParseShape(string text)
    {
        var sides = text.Split('x', 'X', ',').Select(side => long.TryParse(side, out var length) && length > 0 ? length : 0).ToArray();
        return sides.Length is 3 or 4 && !sides.Contains(0)
            ? sides
            : throw new UsageException($"--input {text} — is no shape of an image — write CxHxW as in 3x224x224, or CxDxHxW for a volume");
    }

    private sealed record Listed(string Name, string Family, IEnumerable<int> Dims, IEnumerable<string> Inputs, string Weights, string Source)
    {
        [JsonIgnore]
        public string[] Cells => [Name, Family, string.Join(", ", Dims.Select(dims => $"{dims}D")), string.Join(", ", Inputs), Weights, Source];

        public static Listed Of(ModelRow row) => new(
            row.Name, row.Family, row.Dims.Select(dims => (int)dims), row.Inputs.Select(input => string.Join('x', input)),
            row.Weights == WeightNaming.Torchvision ? "torchvision" : "", row.Source?.ToString() ?? "");
    }
}
