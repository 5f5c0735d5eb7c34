using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MedTrain.Configuration;

/// <summary>Describes config records as JSON Schema (draft 2020-12), from which editors complete and check YAML while one types.</summary>
internal static class ConfigSchema
{
    /// <summary>The schema of <paramref name="type"/>.</summary>
    /// <param name="type">A config record.</param>
    /// <param name="title">What the file is called.</param>
    /// <param name="tables">For each abstract record whose choices are a table: the table's rows.</param>
    public static JsonObject Of(Type type, string title, IReadOnlyDictionary<Type, IReadOnlyList<(string Name, Type Type)>> tables)
    {
        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = title };
        foreach (var (key, value) in Section(new ShapeReader(tables).ReadRecord(type))) { schema[key] = value?.DeepClone(); }

        return schema;
    }

    private static JsonObject Section(RecordShape shape)
    {
        var properties = new JsonObject();
        var defaults = shape.CreateDefault();
        foreach (var property in shape.Properties) { properties[property.Key] = Property(property, defaults); }

        var section = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        var required = shape.Properties.Where(property => property.Required).Select(property => (JsonNode)property.Key).ToArray();
        if (required.Length > 0) { section["required"] = new JsonArray(required); }

        return section;
    }

    private static JsonObject Property(ConfigProperty property, object defaults)
    {
        var schema = Value(property.Shape);
        if (property.Description.Length > 0) { schema["description"] = property.Description; }

        if (!property.Required && Default(property.Property.GetValue(defaults)) is { } value) { schema["default"] = value; }

        foreach (var bound in property.Bounds) { AddBound(schema, bound, property.Shape); }

        // A key with nothing after the colon is an empty list or section.
        if (property.Shape.Nullable || property.Shape is ListShape or DictionaryShape or RecordShape) { AllowNull(schema); }

        return schema;
    }

    private static JsonObject Value(ValueShape shape) => shape switch
    {
        // Text may be written as any single value; the binder takes its characters.
        TextShape => new() { ["type"] = new JsonArray("string", "number", "boolean") },
        FlagShape => new() { ["type"] = "boolean" },
        WholeShape => new() { ["type"] = "integer" },
        RealShape => new() { ["type"] = "number" },
        EnumShape names => new() { ["enum"] = new JsonArray([.. names.Names.Select(name => (JsonNode)name)]) },
        ListShape list => new() { ["type"] = "array", ["items"] = Value(list.Item) },
        DictionaryShape dictionary => new() { ["type"] = "object", ["additionalProperties"] = Value(dictionary.Value) },
        ChoiceShape choice => new() { ["anyOf"] = new JsonArray([.. choice.Choices.SelectMany(Alternatives)]) },
        RecordShape record => Section(record),
        FreeShape => [],
        _ => throw new NotSupportedException($"{shape.GetType().Name} has no JSON Schema."),
    };

    /// <summary>A table row as <c>name: {settings}</c>, and as the bare name when nothing in it must be given.</summary>
    private static IEnumerable<JsonNode> Alternatives((string Name, RecordShape Settings) row)
    {
        var settings = Section(row.Settings);
        AllowNull(settings);
        yield return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { [row.Name] = settings },
            ["required"] = new JsonArray(row.Name),
            ["additionalProperties"] = false,
        };
        if (!row.Settings.Properties.Any(property => property.Required)) { yield return new JsonObject { ["const"] = row.Name }; }
    }

    private static void AllowNull(JsonObject schema)
    {
        if (schema["enum"] is JsonArray members) { members.Add(null); }

        if (schema["anyOf"] is JsonArray choices) { choices.Add(new JsonObject { ["type"] = "null" }); }

        if (schema["type"] is { } type)
        {
            var types = type is JsonArray several ? several.Select(name => name!.DeepClone()) : [type.DeepClone()];
            schema["type"] = new JsonArray([.. types, "null"]);
        }
    }

    private static void AddBound(JsonObject schema, ValidationAttribute bound, ValueShape shape)
    {
        var (least, most) = shape switch
        {
            TextShape => ("minLength", "maxLength"),
            DictionaryShape => ("minProperties", "maxProperties"),
            _ => ("minItems", "maxItems"),
        };
        switch (bound)
        {
            case RangeAttribute range:
                var numbers = shape is ListShape ? schema["items"]!.AsObject() : schema;
                if (Bounds.LowerOf(range) is { } lower) { numbers[range.MinimumIsExclusive ? "exclusiveMinimum" : "minimum"] = lower; }

                if (Bounds.UpperOf(range) is { } upper) { numbers[range.MaximumIsExclusive ? "exclusiveMaximum" : "maximum"] = upper; }

                break;
            case MinLengthAttribute min:
                schema[least] = min.Length;
                break;
            case MaxLengthAttribute max:
                schema[most] = max.Length;
                break;
            case LengthAttribute length:
                schema[least] = length.MinimumLength;
                schema[most] = length.MaximumLength;
                break;
            case RegularExpressionAttribute expression:
                schema["pattern"] = $"^(?:{expression.Pattern})$";
                break;
        }
    }

    // Sections need no default of their own: their keys have theirs.
    private static JsonNode? Default(object? value) => value switch
    {
        string or bool or int or long or double => JsonSerializer.SerializeToNode(value),
        Enum member => ConfigNames.ToKey(member.ToString()),
        _ => null,
    };
}
