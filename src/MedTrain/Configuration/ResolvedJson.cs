using System.Collections;
using System.Text.Json.Nodes;

namespace MedTrain.Configuration;

/// <summary>
/// A config record as plain data with every default filled in: what <see cref="ConfigBinder"/> reads, the other way round.
/// </summary>
internal static class ResolvedJson
{
    /// <summary>The settings in <paramref name="record"/> under their YAML keys.</summary>
    public static JsonObject Of(object record) => Section(record, new ShapeReader(ConfigTables.All).ReadRecord(record.GetType()));

    /// <summary>As <see cref="Of(object)"/> with other tables than the program's.</summary>
    public static JsonObject Of(object record, IReadOnlyDictionary<Type, IReadOnlyList<(string Name, Type Type)>> tables) =>
        Section(record, new ShapeReader(tables).ReadRecord(record.GetType()));

    private static JsonObject Section(object record, RecordShape shape) =>
        new(shape.Properties.Select(property => KeyValuePair.Create(property.Key, Value(property.Property.GetValue(record), property.Shape))));

    private static JsonNode? Value(object? value, ValueShape shape) => (value, shape) switch
    {
        (null, _) => null,
        (string text, _) => text,
        (bool flag, _) => flag,
        (int whole, _) => whole,
        (long whole, _) => whole,
        (double real, _) => real,
        (FreeValue free, _) => free.ToJson(),
        (Enum member, _) => ConfigNames.ToKey(member.ToString()),
        (_, RecordShape record) => Section(value, record),
        (_, ChoiceShape choice) => Row(value, choice.Choices.First(row => row.Settings.Type == value.GetType())),
        (IDictionary entries, DictionaryShape dictionary) =>
            new JsonObject(entries.Keys.Cast<string>().Select(key => KeyValuePair.Create(key, Value(entries[key], dictionary.Value)))),
        (IEnumerable items, ListShape list) => new JsonArray([.. items.Cast<object?>().Select(item => Value(item, list.Item))]),
        _ => throw new NotSupportedException($"{value.GetType().Name} is no config value."),
    };

    private static JsonObject Row(object settings, (string Name, RecordShape Settings) row) => new()
    {
        [row.Name] = Section(settings, row.Settings),
    };
}
