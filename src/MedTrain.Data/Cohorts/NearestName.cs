namespace MedTrain.Data.Cohorts;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearestName
{
    /// <summary>The candidate with the smallest edit distance, when that is at most 2 or a third of the name's length (letter case is free).</summary>
    /// <returns>The candidate, or null when none is near.</returns>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        var nearest = candidates
            .Select(candidate => (candidate, distance: Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .OrderBy(entry => entry.distance)
            .FirstOrDefault();
        return nearest.candidate is not null && nearest.distance <= Math.Max(name.Length > 3 ? 2 : 1, name.Length / 3) ? nearest.candidate : null;
    }

    /// <summary>A sentence <c> Did you mean 'x'?</c>, or nothing.</summary>
    /// <returns>The sentence with a leading blank, or an empty text.</returns>
    public static string Hint(string name, IEnumerable<string> candidates) =>
        Of(name, candidates) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    private static int Distance(string first, string second)
    {
        var row = Enumerable.Range(0, second.Length + 1).ToArray();
        for (var i = 1; i <= first.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= second.Length; j++)
            {
                var substituted = diagonal + (first[i - 1] == second[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[second.Length];
    }
}
