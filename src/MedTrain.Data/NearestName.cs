namespace MedTrain.Data;

/// <summary>Finds the name that somebody probably meant.</summary>
public static class NearestName
{
    /// <summary>The known name nearest to the given one by edit distance (insert, delete, replace; letter case is ignored).</summary>
    /// <param name="given">The name that was typed.</param>
    /// <param name="known">The names that exist, in order of preference.</param>
    /// <returns>The nearest name, or null when none is near: more than a third of the letters would have to change.</returns>
    public static string? Of(string given, IEnumerable<string> known)
    {
        string? nearest = null;
        var least = Math.Max(1, given.Length / 3) + 1;
        foreach (var name in known)
        {
            var distance = Distance(given.ToLowerInvariant(), name.ToLowerInvariant());
            if (distance < least)
            {
                (nearest, least) = (name, distance);
            }
        }

        return nearest;
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
