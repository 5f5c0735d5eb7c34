using System.Text.Json.Nodes;

namespace MedTrain.Configuration;

/// <summary>A config value whose shape is not known where it stands: one that an override will put at another key.</summary>
/// <param name="Json">The value as JSON, which is YAML too; single values are texts.</param>
internal sealed record FreeValue(string Json)
{
    /// <summary>The value of a piece of YAML.</summary>
    public static FreeValue Of(ConfigNode node) => new(ToJson(node)?.ToJsonString() ?? "null");

    /// <summary>A number or word.</summary>
    public static FreeValue Of(string text) => new(JsonValue.Create(text).ToJsonString());

    /// <summary>The value as plain data.</summary>
    public JsonNode? ToJson() => JsonNode.Parse(Json);

    /// <summary>How tables show it: a text without its quotes.</summary>
    public override string ToString() => ToJson() is JsonValue value ? value.ToString() : Json.Replace("\"", "", StringComparison.Ordinal);

    private static JsonNode? ToJson(ConfigNode node) => node switch
    {
        ScalarNode { IsNull: true } => null,
        ScalarNode scalar => JsonValue.Create(scalar.Text),
        ListNode list => new JsonArray([.. list.Items.Select(ToJson)]),
        MapNode map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key.Text, ToJson(entry.Value)))),
        _ => null,
    };
}
