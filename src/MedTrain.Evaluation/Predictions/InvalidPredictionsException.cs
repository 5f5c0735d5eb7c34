namespace MedTrain.Evaluation.Predictions;

/// <summary>Predictions that cannot be evaluated; carries every problem found, not only the first.</summary>
public sealed class InvalidPredictionsException : Exception
{
    private const int Shown = 20;

    /// <summary>Makes the exception.</summary>
    /// <param name="source">The file, or what else the predictions came from.</param>
    /// <param name="errors">One sentence a problem, each with its place.</param>
    public InvalidPredictionsException(string source, IReadOnlyList<string> errors)
        : base(Text(source, errors)) => (Origin, Errors) = (source, errors);

    /// <summary>The file, or what else the predictions came from.</summary>
    public string Origin { get; }

    /// <summary>One sentence a problem, each with its place: all of them, also where the message shows only the first.</summary>
    public IReadOnlyList<string> Errors { get; }

    private static string Text(string source, IReadOnlyList<string> errors)
    {
        var lines = errors.Take(Shown).Select(error => $"  {error}");
        var rest = errors.Count > Shown ? $"{Environment.NewLine}  … and {errors.Count - Shown} more" : "";
        return $"{source}: {errors.Count} problem(s){Environment.NewLine}{string.Join(Environment.NewLine, lines)}{rest}";
    }
}
