using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MedTrain.Tests.Configuration;

/// <summary>Checks JSON against the keywords of JSON Schema that <c>config schema</c> writes; an unknown keyword is an error.</summary>
internal static class SchemaValidator
{
    private static readonly string[] Annotations = ["$schema", "title", "description", "default"];

    /// <summary>Every violation with its path; empty when <paramref name="value"/> is valid.</summary>
    public static IEnumerable<string> Violations(JsonObject schema, JsonNode? value, string path = "$") =>
        schema.Where(keyword => !Annotations.Contains(keyword.Key)).SelectMany(keyword => Check(schema, keyword.Key, keyword.Value!, value, path));

    private static IEnumerable<string> Check(JsonObject schema, string keyword, JsonNode rule, JsonNode? value, string path) =>
        keyword switch
    {
        "type" => Ensure(Types(rule).Any(type => Is(type, value)), $"{path} is not {rule.ToJsonString()}"),
        "enum" => Ensure(rule.AsArray().Any(member => JsonNode.DeepEquals(member, value)), $"{path} is not one of {rule.ToJsonString()}"),
        "const" => Ensure(JsonNode.DeepEquals(rule, value), $"{path} is not {rule.ToJsonString()}"),
        "anyOf" => Ensure(rule.AsArray().Any(choice => !Violations(choice!.AsObject(), value, path).Any()), $"{path} fits no choice"),
        "required" => rule.AsArray().Where(key => value is JsonObject map && !map.ContainsKey((string)key!)).Select(key => $"{path}.{key} is missing"),
        "properties" when value is JsonObject map => map.Where(entry => rule[entry.Key] is not null)
            .SelectMany(entry => Violations(rule[entry.Key]!.AsObject(), entry.Value, $"{path}.{entry.Key}")),
        "additionalProperties" when value is JsonObject map => map.Where(entry => schema["properties"]?[entry.Key] is null)
            .SelectMany(entry => rule is JsonObject other ? Violations(other, entry.Value, $"{path}.{entry.Key}") : [$"{path}.{entry.Key} is unknown"]),
        "items" when value is JsonArray list => list.SelectMany((item, index) => Violations(rule.AsObject(), item, $"{path}[{index}]")),
        "minimum" => Number(value, number => number >= (double)rule, path, keyword),
        "maximum" => Number(value, number => number <= (double)rule, path, keyword),
        "exclusiveMinimum" => Number(value, number => number > (double)rule, path, keyword),
        "exclusiveMaximum" => Number(value, number => number < (double)rule, path, keyword),
        "minItems" => Ensure(value is not JsonArray list || list.Count >= (int)rule, $"{path} is too short"),
        "maxItems" => Ensure(value is not JsonArray list || list.Count <= (int)rule, $"{path} is too long"),
        "minProperties" => Ensure(value is not JsonObject map || map.Count >= (int)rule, $"{path} has too few keys"),
        "maxProperties" => Ensure(value is not JsonObject map || map.Count <= (int)rule, $"{path} has too many keys"),
        "minLength" => Ensure(value?.GetValueKind() != JsonValueKind.String || ((string)value!).Length >= (int)rule, $"{path} is too short"),
        "pattern" => Ensure(value?.GetValueKind() != JsonValueKind.String || Regex.IsMatch((string)value!, (string)rule!), $"{path} breaks the pattern"),
        "properties" or "additionalProperties" or "items" => [],
        _ => [$"unknown keyword {keyword}"],
    };

    private static string[] Ensure(bool holds, string violation) => holds ? [] : [violation];

    private static string[] Number(JsonNode? value, Func<double, bool> holds, string path, string keyword) =>
        Ensure(value?.GetValueKind() != JsonValueKind.Number || holds((double)value), $"{path} breaks {keyword}");

    private static IEnumerable<string> Types(JsonNode rule) =>
        rule is JsonArray several ? several.Select(type => (string)type!) : [(string)rule!];

    private static bool Is(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or ("null", JsonValueKind.Null) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => Math.Floor((double)value!) == (double)value!,
        _ => false,
    };
}
