namespace MedTrain.Configuration;

/// <summary>A config that cannot be used. Carries every problem that could be found together; the command ends with exit code 2.</summary>
internal sealed class ConfigException : Exception
{
    /// <summary>Reports <paramref name="problems"/>, of which there is at least one.</summary>
    public ConfigException(IReadOnlyList<ConfigProblem> problems)
        : base(string.Join(Environment.NewLine, problems)) => Problems = problems;

    /// <summary>The problems, in the order of the file.</summary>
    public IReadOnlyList<ConfigProblem> Problems { get; }
}
