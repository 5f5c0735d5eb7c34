namespace MedTrain.Configuration;

/// <summary>One thing that is wrong with a config: where, which key, what was given, why that is wrong, and what is allowed.</summary>
/// <param name="Origin">The position of the value, or of the section that lacks it.</param>
/// <param name="Key">The dotted path of the key, as <c>--set</c> takes it; empty when the file as a whole is meant.</param>
/// <param name="Given">What was written, or empty when nothing was.</param>
/// <param name="Why">Why it is wrong.</param>
/// <param name="Allowed">What would be right, or what to do.</param>
internal sealed record ConfigProblem(ConfigOrigin Origin, string Key, string Given, string Why, string Allowed)
{
    /// <summary>
    /// The one-line message: <c>file:line:column key — given — why — allowed</c>; an option that is the key is not named twice.
    /// </summary>
    public override string ToString() =>
        string.Join(" — ", new[] { OptionIsKey ? $"{Origin}" : $"{Origin} {Key}".TrimEnd(), Words }.Where(part => part.Length > 0));

    /// <summary>What was given, why it is wrong and what is allowed, without the place.</summary>
    public string Words => string.Join(" — ", new[] { Given, Why, Allowed }.Where(part => part.Length > 0));

    private bool OptionIsKey =>
        Origin.Line == 0 && (Origin.Source == $"--set {Key}" || !Origin.Source.StartsWith("--set ", StringComparison.Ordinal));
}
