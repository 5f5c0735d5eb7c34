using System.CommandLine;

namespace MedTrain.Commands.Models;

/// <summary><c>medtrain models</c>: which networks there are, what one is made of, and weights for them.</summary>
internal static class ModelsCommand
{
    /// <summary>The line in <c>medtrain --help</c>.</summary>
    public const string Summary = "List the networks, show one layer by layer, run one, check weights files.";

    /// <summary>Makes the command.</summary>
    public static Command Create() => new("models", Summary)
    {
        ModelsListCommand.Create(),
        ModelsShowCommand.Create(),
        ModelsLayersCommand.Create(),
        ModelsRunCommand.Create(),
        ModelsWeightsCommand.Create(),
    };
}
