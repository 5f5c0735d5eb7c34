using MedTrain.Commands;

namespace MedTrain.Tests.Commands;

/// <summary>What a command did: its exit code and what it wrote.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Error);

/// <summary>Runs the program inside the test's own process.</summary>
internal static class MedTrainProgram
{
    public static Outcome Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return new Outcome(CommandLine.Run(args, output, error), output.ToString(), error.ToString());
    }
}
