namespace MedTrain.Evaluation.Figures;

/// <summary>A figure.</summary>
/// <param name="Name">File name without ending, such as "roc-mass".</param>
/// <param name="Svg">The figure as SVG text; the same for the same numbers.</param>
public sealed record Figure(string Name, string Svg)
{
    /// <summary>A file name from a kind and a label: letters, digits and dashes.</summary>
    internal static string NameOf(string kind, string label) =>
        $"{kind}-{string.Concat(label.ToLowerInvariant().Select(one => char.IsAsciiLetterOrDigit(one) ? one : '-')).Trim('-')}";
}
