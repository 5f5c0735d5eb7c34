using System.Text.RegularExpressions;

namespace MedTrain.Configuration;

/// <summary>
/// <c>${NAME}</c> and <c>${NAME:-default}</c> in a value stand for an environment variable, as in a shell; <c>$${</c> is a literal <c>${</c>.
/// </summary>
internal static partial class EnvironmentReference
{
    /// <summary>The tree with the references in all its values replaced; reports every variable that is missing.</summary>
    public static ConfigNode ExpandAll(ConfigNode node, Func<string, string?> lookup, ICollection<ConfigProblem> problems, string path = "")
    {
        switch (node)
        {
            case MapNode map:
                return map with { Entries = [.. map.Entries.Select(entry => entry with { Value = Inner(entry.Value, entry.Key.Text) })] };
            case ListNode list:
                return list with { Items = [.. list.Items.Select((item, index) => Inner(item, $"{index}"))] };
            case ScalarNode scalar when Expand(scalar.Text, lookup, out var missing) is var text:
                if (text is not null) { return scalar with { Text = text }; }

                var remedy = $"export {missing}=…, or write ${{{missing}:-default}}";
                problems.Add(new ConfigProblem(scalar.Origin, path, scalar.Text, $"the environment variable {missing} is not set", remedy));
                return new BrokenNode(scalar.Origin);
            default:
                return node;
        }

        ConfigNode Inner(ConfigNode child, string key) => ExpandAll(child, lookup, problems, ConfigNames.Join(path, key));
    }

    /// <summary>
    /// <paramref name="text"/> with every reference replaced. When a variable is not set and has no default, returns null and names it in
    /// <paramref name="missing"/>. With <c>:-</c> an empty variable counts as not set.
    /// </summary>
    public static string? Expand(string text, Func<string, string?> lookup, out string missing)
    {
        string? unset = null;
        var expanded = Reference().Replace(text, match =>
        {
            if (match.Value == "$${") { return "${"; }

            var name = match.Groups["name"].Value;
            var value = lookup(name);
            if (match.Groups["default"].Success) { return string.IsNullOrEmpty(value) ? match.Groups["default"].Value : value; }

            if (value is null) { unset ??= name; }

            return value ?? "";
        });
        missing = unset ?? "";
        return unset is null ? expanded : null;
    }

    /// <summary><paramref name="text"/> written so that <see cref="Expand"/> gives it back unchanged.</summary>
    public static string Escape(string text) => text.Replace("${", "$${", StringComparison.Ordinal);

    [GeneratedRegex(@"\$\$\{|\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(:-(?<default>[^}]*))?\}")]
    private static partial Regex Reference();
}
