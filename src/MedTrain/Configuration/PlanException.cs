namespace MedTrain.Configuration;

/// <summary>An experiment that cannot be run. The message has a line for every problem of its file and its data.</summary>
internal sealed class PlanException(PlanReading reading) : Exception(string.Join(Environment.NewLine, reading.Lines))
{
    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; } = reading.ExitCode;
}
