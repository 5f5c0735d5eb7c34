using System.Text.RegularExpressions;

namespace MedTrain.Data.Cohorts.Indexing;

/// <summary>Turns the named groups of a recipe's regular expression over image paths into columns.</summary>
internal static class NameGroups
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>Adds the columns; a path that does not match is a problem.</summary>
    public static void Add(IndexRequest request, IndexTable table)
    {
        if (request.Recipe.Name is not { } pattern)
        {
            return;
        }
        Regex expression;
        try
        {
            expression = new Regex(pattern, RegexOptions.None, Limit);
        }
        catch (ArgumentException error)
        {
            table.Problems.Add($"the recipe's name is no regular expression: {error.Message}");
            return;
        }
        foreach (var row in table.Rows)
        {
            var match = expression.Match(Path.GetRelativePath(Path.GetFullPath(request.Folder), row.Path).Replace('\\', '/'));
            if (!match.Success)
            {
                table.Problems.Add($"the path of {request.Shown(row.Path)} does not match the recipe's pattern {pattern}");
            }
            foreach (var group in match.Groups.Values.Where(group => group.Success && !char.IsAsciiDigit(group.Name[0])))
            {
                row[group.Name] = group.Value;
            }
        }
    }
}
