using MedTrain.Data.Cohorts;

namespace MedTrain.Runs;

/// <summary>Tabular context that was typed for new images: <c>--context age=71</c>.</summary>
internal static class SuppliedContext
{
    /// <summary>Reads what was typed.</summary>
    /// <exception cref="UsageException">It is no <c>COLUMN=VALUE</c>.</exception>
    public static IReadOnlyDictionary<string, string> Parse(IEnumerable<string> typed) => typed
        .Select(text => text.Split('=', 2) is [{ Length: > 0 } column, var value]
            ? KeyValuePair.Create(column.Trim(), value.Trim())
            : throw new UsageException($"--context {text} — names no column with a value — write --context column=value, as in --context age=71"))
        .GroupBy(entry => entry.Key, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Last().Value, StringComparer.Ordinal);

    /// <summary>Refuses columns that no network of the run reads, and says which it reads and were not given.</summary>
    /// <param name="given">What was typed.</param>
    /// <param name="encodings">Of each network; null for those that read images only.</param>
    /// <exception cref="UsageException">A column is unknown.</exception>
    public static string? Check(IReadOnlyDictionary<string, string> given, IEnumerable<ContextEncoding?> encodings)
    {
        string[] known = [.. encodings.OfType<ContextEncoding>().SelectMany(one => one.Columns.Select(column => column.Name)).Distinct()];
        if (given.Keys.FirstOrDefault(column => !known.Contains(column)) is { } unknown)
        {
            throw new UsageException($"--context {unknown} — {(known.Length == 0 ? "the run's networks read images only" : $"the run's networks read {string.Join(", ", known)}")} — leave it out");
        }

        string[] missing = [.. known.Where(column => !given.ContainsKey(column))];
        return missing.Length == 0 ? null
            : $"{string.Join(" and ", missing)}: not given, so taken as unknown; add {string.Join(" ", missing.Select(column => $"--context {column}=VALUE"))}";
    }
}
