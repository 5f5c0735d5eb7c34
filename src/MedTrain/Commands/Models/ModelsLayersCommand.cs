using System.CommandLine;
using MedTrain.Learning.LayerCalculator;
using MedTrain.Presentation;

namespace MedTrain.Commands.Models;

/// <summary><c>medtrain models layers</c>: the layer calculator for layers that are typed.</summary>
internal static class ModelsLayersCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var kinds = string.Join(", ", Enum.GetNames<LayerKind>().Select(kind => kind.ToLowerInvariant()));
        var command = new Verb(
            "layers",
            "Calculate layers one after another by formula: output shape, parameters, multiply-accumulate operations, receptive field and "
            + $"stride. A layer is KIND:setting=value,…; the kinds are {kinds}; the settings are outputs, kernel, stride, padding (a number, "
            + "same, full or valid), dilation, groups, bias (yes or no), ceil (yes or no). Numbers can differ by axis: kernel=3x1.",
            "medtrain models layers --input 3x32x32 conv:outputs=6,kernel=5 relu maxpool:kernel=2 linear:outputs=10",
            "medtrain models layers --input 1x5x5 conv:kernel=3,padding=1,stride=2 conv:kernel=3,padding=1,stride=2",
            "medtrain models layers --input 1x256x256 linear:outputs=16,bias=no --json");
        var layers = new Argument<string[]>("LAYER") { Description = "Layers in their order.", Arity = ArgumentArity.OneOrMore };
        var input = new Option<string>("--input")
        {
            Description = "Shape of the image, channels first: CxHxW, CxDxHxW, CxL, or C for plain values.",
            HelpName = "SHAPE",
            Required = true,
        };
        var output = new OutputOptions(command);
        command.Arguments.Add(layers);
        command.Options.Add(input);
        command.SetAction(parsed =>
        {
            var shape = ImageShape.Parse(parsed.GetRequiredValue(input), 1);
            var rows = Calculate(shape, parsed.GetRequiredValue(layers));
            if (output.WantsJson(parsed)) { CalculatedLayerReport.WriteJson(shape, rows, parsed.InvocationConfiguration.Output); }
            else { CalculatedLayerReport.Write(shape, rows, parsed.InvocationConfiguration.Output); }

            return ExitCodes.Done;
        });
        return command;
    }

    private static IReadOnlyList<CalculatedLayer> Calculate(long[] input, string[] layers)
    {
        try
        {
            return LayerChain.Calculate(input, [.. layers.Select(LayerSpec.Parse)]);
        }
        catch (ArgumentException problem)
        {
            throw new UsageException(problem.Message);
        }
        catch (OverflowException)
        {
            throw new UsageException($"--input {string.Join('x', input)} — a layer would have more than 2^63 numbers — use smaller layers");
        }
    }
}
