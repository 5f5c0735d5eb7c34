using System.CommandLine;
using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using MedTrain.Presentation;
using MedTrain.Torch;

namespace MedTrain.Commands.Models;

/// <summary><c>medtrain models show</c>.</summary>
internal static class ModelsShowCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Verb(
            "show",
            "Show a network layer by layer: output shape for one image, parameters, multiply-accumulate operations, how much of the "
            + "image one output sees and how far apart outputs lie; the memory that a training step needs at least; the names of its stages.",
            "medtrain models show densenet121",
            "medtrain models show resnet18 --dims 3 --outputs 2 --batch 4",
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
            Description = "Outputs of the network [default: as many as the reference has where weights are published, else 1]",
        };
        var batch = new Option<int>("--batch") { Description = "Images in a training step, for its memory", DefaultValueFactory = _ => 1 };
        var output = new OutputOptions(command);
        dims.AcceptOnlyFromAmong("2", "3");
        command.Arguments.Add(name);
        foreach (var option in new Option[] { dims, input, outputs, batch }) { command.Options.Add(option); }

        command.SetAction(parsed =>
        {
            var size = parsed.GetValue(batch) is > 0 and var given ? given
                : throw new UsageException($"--batch {parsed.GetValue(batch)} — is no number of images — write a number from 1");
            var shown = Show(parsed.GetRequiredValue(name), parsed.GetValue(dims), parsed.GetValue(input), parsed.GetValue(outputs));
            var report = new LayerReport(shown.Name, shown.Input, shown.Layers, shown.Anatomy, size);
            if (output.WantsJson(parsed)) { report.WriteJson(parsed.InvocationConfiguration.Output); }
            else { report.Write(parsed.InvocationConfiguration.Output); }

            return ExitCodes.Done;
        });
        return command;
    }

    private static (string Name, IReadOnlyList<long> Input, LayerTable Layers, NetworkAnatomy Anatomy) Show(
        string name, int? dims, string? shape, int? outputs)
    {
        try
        {
            var row = ModelTable.Find(name);
            var given = shape is null ? null : ImageShape.Parse(shape);
            var spatial = (SpatialDims)(dims ?? given?.Length - 1 ?? (int)row.Dims.First());
            var input = given ?? row.InputFor(spatial);
            var width = outputs ?? (row.Weights == WeightNaming.MedTrain ? 1 : row.ReferenceOutputs);
            var size = input.Count == (int)spatial + 1 ? input.Skip(1).ToArray() : null; // another number of axes is refused by the network
            using var undrawn = TorchExtras.Current.LeaveWeightsUndrawn();
            using var network = row.Build(new(spatial, (int)input[0], width) { InputSize = size });
            return (name, input, LayerTable.Of(network, input), network.Anatomy);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message.Split(" (Parameter")[0]);
        }
    }
}
