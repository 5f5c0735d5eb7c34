using System.Globalization;

namespace MedTrain.Evaluation.Subgroups;

/// <summary>Bands of a number, such as age in years, for subgroup tables.</summary>
public static class AgeBands
{
    /// <summary>The band of a number: below the first edge, from an edge to below the next, or from the last edge on.</summary>
    /// <param name="value">The number; NaN = unknown.</param>
    /// <param name="edges">Rising.</param>
    /// <returns>"&lt; 40", "40–59", "≥ 60" for whole edges; null when unknown.</returns>
    public static string? Of(double value, IReadOnlyList<double> edges)
    {
        if (double.IsNaN(value))
        {
            return null;
        }
        return Name(Enumerable.Range(0, edges.Count).Where(i => value < edges[i]).DefaultIfEmpty(edges.Count).First(), edges);
    }

    /// <summary>The names of all bands, from low to high.</summary>
    /// <param name="edges">Rising.</param>
    public static IReadOnlyList<string> Names(IReadOnlyList<double> edges) =>
        [.. Enumerable.Range(0, edges.Count + 1).Select(next => Name(next, edges))];

    private static string Name(int next, IReadOnlyList<double> edges)
    {
        static string Text(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
        var whole = edges.All(edge => edge == Math.Floor(edge));
        return next == 0 ? $"< {Text(edges[0])}"
            : next == edges.Count ? $"≥ {Text(edges[^1])}"
            : whole ? $"{Text(edges[next - 1])}–{Text(edges[next] - 1)}"
            : $"{Text(edges[next - 1])} to < {Text(edges[next])}";
    }
}
