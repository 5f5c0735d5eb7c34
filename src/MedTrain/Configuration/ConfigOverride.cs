namespace MedTrain.Configuration;

/// <summary>
/// <c>--set a.b.c=value</c>: replaces one value of the config file. A list item is named by its number from 0
/// (<c>preprocessing.0.resize</c>).
/// </summary>
/// <param name="Path">The dotted path.</param>
/// <param name="Value">The new value, as YAML: <c>0.001</c>, <c>[64, 64]</c>, <c>{folds: 5}</c>.</param>
/// <param name="Option">The option that it was typed as when that was not <c>--set</c>, such as <c>--replicates</c>.</param>
internal sealed record ConfigOverride(string Path, string Value, string? Option = null)
{
    private ConfigOrigin Origin => new(Option ?? $"--set {Path}");

    /// <summary>Splits what was typed after <c>--set</c> at the first equals sign; null when there is none, or no path before it.</summary>
    public static ConfigOverride? Parse(string typed)
    {
        var equals = typed.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 ? new ConfigOverride(typed[..equals].Trim(), typed[(equals + 1)..]) : null;
    }

    /// <summary>The tree with this value in place; sections on the way are made when absent.</summary>
    public ConfigNode ApplyTo(ConfigNode root, ICollection<ConfigProblem> problems) =>
        YamlReader.ReadValue(Value, Origin, problems) is { } value ? Replace(root, Path.Split('.'), value, problems) : root;

    private ConfigNode Replace(ConfigNode? node, ReadOnlySpan<string> path, ConfigNode value, ICollection<ConfigProblem> problems)
    {
        if (path.IsEmpty) { return value; }

        switch (node)
        {
            case null or ScalarNode { IsNull: true }:
                return ReplaceKey(new MapNode(Origin, []), path, value, problems);
            case MapNode map:
                return ReplaceKey(map, path, value, problems);
            case ListNode list when int.TryParse(path[0], out var index) && index >= 0 && index < list.Items.Count:
                var items = list.Items.ToArray();
                items[index] = Replace(items[index], path[1..], value, problems);
                return list with { Items = items };
            case ListNode list:
                var numbers = $"allowed: 0 to {list.Items.Count - 1}, or set the whole list";
                problems.Add(new ConfigProblem(Origin, Path, path[0], "names no item of the list", numbers));
                return list;
            default:
                problems.Add(new ConfigProblem(Origin, Path, node.Shown, $"is a single value and has no \"{path[0]}\"", "set the value itself"));
                return node;
        }
    }

    private MapNode ReplaceKey(MapNode map, ReadOnlySpan<string> path, ConfigNode value, ICollection<ConfigProblem> problems)
    {
        var entries = map.Entries.ToList();
        var name = path[0];
        var index = entries.FindIndex(entry => entry.Key.Text == name);
        if (index < 0)
        {
            entries.Add(new MapEntry(new ScalarNode(Origin, name, Quoted: false), Replace(null, path[1..], value, problems)));
        }
        else
        {
            entries[index] = entries[index] with { Value = Replace(entries[index].Value, path[1..], value, problems) };
        }

        return map with { Entries = entries };
    }
}
