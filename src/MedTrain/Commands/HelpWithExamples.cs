using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace MedTrain.Commands;

/// <summary>System.CommandLine's help, followed by the command's examples.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is Verb { Examples.Count: > 0 } verb)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in verb.Examples) { output.WriteLine("  " + example); }

            output.WriteLine();
        }

        return ExitCodes.Done;
    }
}
