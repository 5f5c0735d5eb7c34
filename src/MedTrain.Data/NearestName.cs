namespace MedTrain.Data;

/// <summary>Finds the name that somebody probably meant.</summary>
public static class NearestName
{
    /// <summary>
    /// The known name nearest to the given one: insertions, deletions, replacements and swapped neighbours each count one; capitals and the
    /// choice between dash, underscore and space count nothing.
    /// </summary>
    /// <param name="given">The name that was typed.</param>
    /// <param name="known">The names that exist, in order of preference.</param>
    /// <returns>The nearest name, or null when none is near: more than a third of the letters would have to change.</returns>
    public static string? Of(string given, IEnumerable<string> known)
    {
        var wanted = Normalized(given);
        var best = known.Select(name => (Name: name, Distance: Distance(wanted, Normalized(name)))).OrderBy(found => found.Distance).FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(1, Math.Max(wanted.Length, best.Name.Length) / 3) ? best.Name : null;
    }

    /// <summary><c>did you mean "x"? allowed: x, y, z</c>; without the question when no known name is near.</summary>
    /// <param name="given">The name that was typed.</param>
    /// <param name="known">The names that exist.</param>
    public static string Advice(string given, IReadOnlyCollection<string> known)
    {
        var allowed = "allowed: " + string.Join(", ", known);
        return Of(given, known) is { } nearest ? $"did you mean \"{nearest}\"? {allowed}" : allowed;
    }

    /// <summary>The sentence <c> Did you mean 'x'?</c> with a leading blank, or nothing when no known name is near.</summary>
    /// <param name="given">The name that was typed.</param>
    /// <param name="known">The names that exist.</param>
    public static string Question(string given, IEnumerable<string> known) => Of(given, known) is { } nearest ? $" Did you mean '{nearest}'?" : "";

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
