namespace MedTrain.Configuration;

/// <summary>Finds what somebody probably meant when a name is not known.</summary>
internal static class NearestName
{
    /// <summary>The candidate closest to <paramref name="given"/> by typing errors, or null when none is close enough to suggest.</summary>
    public static string? Of(string given, IEnumerable<string> candidates)
    {
        var wanted = Normalized(given);
        var best = candidates
            .Select(name => (Name: name, Distance: Distance(wanted, Normalized(name))))
            .OrderBy(candidate => candidate.Distance)
            .FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(1, Math.Max(wanted.Length, best.Name.Length) / 3) ? best.Name : null;
    }

    /// <summary><c>did you mean "x"? allowed: x, y, z</c>, without the question when nothing is close.</summary>
    public static string Advice(string given, IReadOnlyCollection<string> candidates)
    {
        var allowed = "allowed: " + string.Join(", ", candidates);
        return Of(given, candidates) is { } nearest ? $"did you mean \"{nearest}\"? {allowed}" : allowed;
    }

    // A name with other capitals or separators is the same name mistyped, not another one.
    private static string Normalized(string name) => name.ToLowerInvariant().Replace('-', '_').Replace(' ', '_');

    /// <summary>Optimal string alignment: insertions, deletions, replacements and swapped neighbours each count one.</summary>
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
