using System.Globalization;
using System.Text.Json.Nodes;
using MedTrain.Configuration;

namespace MedTrain.Tests.Configuration;

/// <summary>Reads YAML as an editor's schema check sees it: untyped, with YAML's core schema for plain scalars.</summary>
internal static class YamlAsJson
{
    public static JsonNode? Read(string yaml)
    {
        var problems = new List<ConfigProblem>();
        var root = YamlReader.ReadFile(yaml, "c.yaml", problems);
        Assert.Empty(problems);
        return Convert(root!);
    }

    private static JsonNode? Convert(ConfigNode node) => node switch
    {
        MapNode map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key.Text, Convert(entry.Value)))),
        ListNode list => new JsonArray([.. list.Items.Select(Convert)]),
        ScalarNode { IsNull: true } => null,
        ScalarNode { Quoted: true } text => text.Text,
        ScalarNode { Text: "true" or "false" } flag => flag.Text == "true",
        ScalarNode scalar when double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        ScalarNode scalar => scalar.Text,
        _ => throw new InvalidOperationException(node.Shown),
    };
}
