using System.Text.RegularExpressions;

namespace MedTrain.Data.Cohorts.Indexing;

/// <summary>Files of a folder by pattern: <c>*</c> and <c>?</c> stand for letters of one name, <c>**/</c> for any folders.</summary>
internal static class FilePattern
{
    /// <summary>The files that match, in ordinal order of their paths.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="pattern">The pattern, with /; an absolute path without pattern stands for itself.</param>
    public static IReadOnlyList<string> Find(string folder, string pattern)
    {
        if (File.Exists(Path.Combine(folder, pattern)))
        {
            return [Path.Combine(folder, pattern)];
        }
        if (Path.IsPathRooted(pattern) || !Directory.Exists(folder))
        {
            return [];
        }
        var expression = new Regex("^" + Regex.Escape(pattern)
            .Replace(@"\*\*/", "(?:.*/)?", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal).Replace(@"\?", "[^/]", StringComparison.Ordinal) + "$");
        return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => expression.IsMatch(Path.GetRelativePath(folder, file).Replace('\\', '/'))).Order(StringComparer.Ordinal)];
    }
}
