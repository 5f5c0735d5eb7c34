using System.CommandLine;

namespace MedTrain.Commands;

/// <summary>The choice between tables for people and JSON for programs.</summary>
internal sealed class OutputOptions
{
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON instead of tables." };

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    public OutputOptions(Command command) => command.Options.Add(_json);

    /// <summary>Whether JSON was asked for.</summary>
    public bool WantsJson(ParseResult parsed) => parsed.GetValue(_json);
}
