using System.CommandLine;
using MedTrain.Learning.Pretrained;
using MedTrain.Presentation;

namespace MedTrain.Commands.Models;

/// <summary><c>medtrain models run</c>.</summary>
internal static class ModelsRunCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Verb(
            "run",
            "Run a network in evaluation mode on a raw tensor, to compare it with another framework. The input file holds 'x' "
            + "[N, C, (D,) H, W] (and 'x2' for networks with two images, which become further channels); the output file holds what the "
            + "reference returns: 'y', or 'y0', 'y1' … when it returns several tensors. All weights must fit, the head's too.",
            "medtrain models run resnet18 --weights resnet18.pth --input x.safetensors --output y.safetensors",
            "medtrain models run densenet121 --weights w.safetensors --input x.safetensors --output y.safetensors --float64");
        var name = new Argument<string>("NAME") { Description = "A name that 'medtrain models list' shows." };
        var weights = new Option<string>("--weights")
        {
            Description = "A weights file (safetensors, .pth, .dat), FILE#part, naming@FILE, or a name of a weights folder's catalogue.",
            Required = true,
        };
        var input = new Option<string>("--input") { Description = "A safetensors file with the input.", Required = true };
        var output = new Option<string>("--output") { Description = "The safetensors file to write.", Required = true };
        var float64 = new Option<bool>("--float64") { Description = "Calculate in double precision." };
        var inflate = new Option<Inflation>("--inflate") { Description = "How 2D weights are used in a 3D network." };
        var json = new OutputOptions(command);
        command.Arguments.Add(name);
        foreach (var option in new Option[] { weights, input, output, float64, inflate }) { command.Options.Add(option); }

        command.SetAction(parsed =>
        {
            var run = new RawTensorRun(
                parsed.GetRequiredValue(name), parsed.GetRequiredValue(weights), parsed.GetRequiredValue(input),
                    parsed.GetRequiredValue(output))
            {
                IsDouble = parsed.GetValue(float64),
                Inflate = parsed.GetValue(inflate),
            };
            var result = run.Execute();
            var writer = parsed.InvocationConfiguration.Output;
            if (json.WantsJson(parsed)) { JsonOutput.Write(writer, new { Weights = result.Report.ToString(), result.Outputs }); }
            else
            {
                parsed.InvocationConfiguration.Error.WriteLine($"weights: {result.Report}");
                foreach (var (key, shape) in result.Outputs) { writer.WriteLine($"{key} [{string.Join(", ", shape)}]"); }
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
