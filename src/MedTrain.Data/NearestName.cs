namespace MedTrain.Data;

/// <summary>Finds the name that somebody probably meant.</summary>
public static class NearestName
{
    private const int MostListed = 40;
    private const int ListedOfMany = 8;

    /// <summary>
    /// The known name nearest to the given one: insertions, deletions, replacements and swapped neighbours each count one; capitals and the
    /// choice between dash, underscore and space count nothing.
    /// </summary>
    /// <param name="given">The name that was typed.</param>
    /// <param name="known">The names that exist, in order of preference.</param>
    /// <returns>
    /// The nearest name; when more than a third of the letters would have to change, the first that contains the given one; else null.
    /// </returns>
    public static string? Of(string given, IEnumerable<string> known)
    {
        var wanted = Normalized(given);
        var best = Ranked(wanted, known).FirstOrDefault();
        if (best.Name is not null && best.Distance <= Math.Max(1, Math.Max(wanted.Length, best.Name.Length) / 3))
        {
            return best.Name;
        }

        return wanted.Length > 3 ? known.FirstOrDefault(name => Normalized(name).Contains(wanted, StringComparison.Ordinal)) : null;
    }

    /// <summary>
    /// <c>did you mean "x"? allowed: x, y, z</c>; without the question when no known name is near. Of more than 40 names the nearest are
    /// listed, and how many others there are.
    /// </summary>
    /// <param name="given">The name that was typed.</param>
    /// <param name="known">The names that exist.</param>
    public static string Advice(string given, IReadOnlyCollection<string> known)
    {
        var nearest = Of(given, known);
        var allowed = known.Count <= MostListed ? "allowed: " + string.Join(", ", known) : NearIt(given, nearest, known);
        return nearest is null ? allowed : $"did you mean \"{nearest}\"? {allowed}";
    }

    private static string NearIt(string given, string? nearest, IReadOnlyCollection<string> known)
    {
        var ranked = Ranked(Normalized(given), known).Select(found => found.Name);
        var listed = (nearest is null ? ranked : ranked.Prepend(nearest).Distinct()).Take(ListedOfMany);
        return $"near it: {string.Join(", ", listed)}, and {known.Count - ListedOfMany} others";
    }

    /// <summary>The sentence <c> Did you mean 'x'?</c> with a leading blank, or nothing when no known name is near.</summary>
    /// <param name="given">The name that was typed.</param>
    /// <param name="known">The names that exist.</param>
    public static string Question(string given, IEnumerable<string> known) => Of(given, known) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    private static IEnumerable<(string Name, int Distance)> Ranked(string wanted, IEnumerable<string> known) =>
        known.Select(name => (Name: name, Distance: Distance(wanted, Normalized(name))))
            .OrderBy(found => found.Distance).ThenByDescending(found => EqualEnds(wanted, Normalized(found.Name)));

    // Letters that two names share from the front and from the back.
    private static int EqualEnds(string a, string b) => a.AsSpan().CommonPrefixLength(b) + a.Reverse().Zip(b.Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();

    private static string Normalized(string name) => name.ToLowerInvariant().Replace('-', '_').Replace(' ', '_');

    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) { d[i, 0] = i; }

        for (var j = 0; j <= b.Length; j++) { d[0, j] = j; }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(replaced, 1 + Math.Min(d[i - 1, j], d[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], 1 + d[i - 2, j - 2]);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
