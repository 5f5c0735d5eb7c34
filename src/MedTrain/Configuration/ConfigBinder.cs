using System.ComponentModel.DataAnnotations;
using MedTrain.Data;

namespace MedTrain.Configuration;

/// <summary>
/// Fills config records from YAML. Finds every problem instead of stopping at the first: unknown keys, wrong types, values out of bounds,
/// missing keys, unknown names, unset environment variables. A value with a problem keeps its default, so that the rest can still be checked.
/// </summary>
/// <param name="tables">For each abstract record whose choices are a table: the table's rows.</param>
/// <param name="environment">Looks environment variables up; null takes the process's own.</param>
internal sealed class ConfigBinder(
    IReadOnlyDictionary<Type, IReadOnlyList<(string Name, Type Type)>> tables, Func<string, string?>? environment = null)
{
    private readonly ShapeReader _shapes = new(tables);
    private readonly Func<string, string?> _environment = environment ?? Environment.GetEnvironmentVariable;

    /// <summary>Binds the YAML file at <paramref name="path"/> with <paramref name="overrides"/> applied in their order.</summary>
    public BoundConfig BindFile<T>(string path, IEnumerable<ConfigOverride> overrides)
        where T : class => BindText<T>(File.ReadAllText(path), path, overrides);

    /// <summary>Binds YAML text; <paramref name="file"/> is only the name that positions show.</summary>
    public BoundConfig BindText<T>(string text, string file, IEnumerable<ConfigOverride> overrides)
        where T : class
    {
        var bound = new BoundConfig();
        if (YamlReader.ReadFile(text, file, bound.Findings) is { } root)
        {
            foreach (var change in overrides) { root = change.ApplyTo(root, bound.Findings); }

            root = EnvironmentReference.ExpandAll(root, _environment, bound.Findings);
            new Binding(bound).Bind(root, _shapes.ReadRecord(typeof(T)), "", []);
        }

        return bound;
    }

    /// <summary>One pass over one config. Each method returns the value, or null when it has reported why there is none.</summary>
    private sealed class Binding(BoundConfig bound)
    {
        public object? Bind(ConfigNode node, ValueShape shape, string path, IReadOnlyList<ValidationAttribute> bounds)
        {
            bound.Place(path, node.Origin);
            var value = (node, shape) switch
            {
                (BrokenNode, _) => null,
                (_, ChoiceShape choice) => BindChoice(node, choice, path),
                (_, FreeShape) => FreeValue.Of(node),
                (MapNode map, RecordShape record) => BindRecord(map, record, path),
                (MapNode map, DictionaryShape dictionary) => BindDictionary(map, dictionary, path),
                (ListNode list, ListShape items) => BindList(list, items, path),
                // "augmentation:" with every line below it commented out means an empty list, not a mistake.
                (ScalarNode { IsNull: true }, ListShape items) => BindList(new ListNode(node.Origin, []), items, path),
                (ScalarNode { IsNull: true }, DictionaryShape dictionary) => BindDictionary(new MapNode(node.Origin, []), dictionary, path),
                (ScalarNode { IsNull: true }, RecordShape record) => BindRecord(new MapNode(node.Origin, []), record, path),
                (ScalarNode { IsNull: false } scalar, _) => BindScalar(scalar, shape, path),
                _ => Refuse(node, path, $"must be {shape.Words}"),
            };
            if (value is null || !WithinBounds(value, node, shape, path, bounds)) { return null; }

            bound.Keep(path, value);
            return value;
        }

        private object? BindScalar(ScalarNode node, ValueShape shape, string path) =>
            ScalarBinder.Convert(node.Text, shape, out var allowed) ?? Refuse(node, path, allowed);

        private object? Refuse(ConfigNode node, string path, string allowed)
        {
            bound.Report(path, node.Shown, "", allowed);
            return null;
        }

        private Array? BindList(ListNode list, ListShape shape, string path)
        {
            var items = list.Items.Select((item, index) => Bind(item, shape.Item, ConfigNames.Join(path, $"{index}"), [])).ToArray();
            if (items.Contains(null)) { return null; }

            var typed = Array.CreateInstance(shape.ItemType, items.Length);
            Array.Copy(items, typed, items.Length);
            return typed;
        }

        private object? BindDictionary(MapNode map, DictionaryShape shape, string path)
        {
            var type = typeof(Dictionary<,>).MakeGenericType(typeof(string), shape.ValueType);
            var dictionary = (System.Collections.IDictionary)Activator.CreateInstance(type)!;
            foreach (var (key, node) in map.Entries)
            {
                dictionary[key.Text] = Bind(node, shape.Value, ConfigNames.Join(path, key.Text), []);
            }

            return dictionary.Values.Cast<object?>().Contains(null) ? null : dictionary;
        }

        private object? BindChoice(ConfigNode node, ChoiceShape shape, string path)
        {
            var (name, settings) = node switch
            {
                MapNode { Entries: [var only] } => (only.Key, only.Value),
                ScalarNode { IsNull: false } scalar => (scalar, new MapNode(scalar.Origin, [])),
                _ => ((ScalarNode?)null, node),
            };
            if (name is null) { return Refuse(node, path, "must be one name with its settings, as in name: {key: value}"); }

            var row = shape.Choices.FirstOrDefault(choice => choice.Name == name.Text);
            if (row.Settings is not null) { return Bind(settings, row.Settings, ConfigNames.Join(path, name.Text), []); }

            bound.Place(path, name.Origin);
            bound.Report(path, name.Text, "unknown name", NearestName.Advice(name.Text, [.. shape.Choices.Select(choice => choice.Name)]));
            return null;
        }

        private object? BindRecord(MapNode map, RecordShape shape, string path)
        {
            ReportUnknownKeys(map, shape, path);
            var record = shape.CreateDefault();
            var complete = true;
            foreach (var property in shape.Properties)
            {
                var key = ConfigNames.Join(path, property.Key);
                if (map.Entries.FirstOrDefault(entry => entry.Key.Text == property.Key) is not { } entry)
                {
                    complete &= !property.Required;
                    KeepDefault(property, record, key);
                }
                else if (entry.Value is ScalarNode { IsNull: true } && property.Shape.Nullable)
                {
                    bound.Place(key, entry.Value.Origin);
                    property.Property.SetValue(record, null);
                }
                else if (Bind(entry.Value, property.Shape, key, property.Bounds) is { } value)
                {
                    property.Property.SetValue(record, value);
                }
                else
                {
                    complete &= !property.Required;
                }
            }

            if (complete) { ReportContradictions(record, path); }

            return complete ? record : null;
        }

        private void KeepDefault(ConfigProperty property, object record, string key)
        {
            if (property.Required)
            {
                var meaning = property.Description.Length > 0 ? ": " + property.Description : "";
                bound.Report(key, "", "is missing", $"give {property.Shape.Words}{meaning}");
            }
            else if (property.Property.GetValue(record) is { } value) { bound.Keep(key, value); }
        }

        private bool WithinBounds(object value, ConfigNode node, ValueShape shape, string path, IReadOnlyList<ValidationAttribute> bounds)
        {
            var broken = bounds.Where(limit => !Bounds.Holds(limit, value)).ToList();
            foreach (var limit in broken) { bound.Report(path, node.Shown, "out of bounds", Bounds.Words(limit, shape)); }

            return broken.Count == 0;
        }

        private void ReportUnknownKeys(MapNode map, RecordShape shape, string path)
        {
            var known = shape.Properties.Select(property => property.Key).ToList();
            foreach (var (key, _) in map.Entries.Where(entry => !known.Contains(entry.Key.Text)))
            {
                var full = ConfigNames.Join(path, key.Text);
                bound.Findings.Add(new ConfigProblem(key.Origin, full, "", "unknown key", NearestName.Advice(key.Text, known)));
            }
        }

        // Records whose properties must agree with each other say so themselves.
        private void ReportContradictions(object record, string path)
        {
            if (record is not IValidatableObject validatable) { return; }

            foreach (var result in validatable.Validate(new ValidationContext(record)))
            {
                var member = result.MemberNames.FirstOrDefault();
                var key = member is null ? path : ConfigNames.Join(path, ConfigNames.ToKey(member));
                bound.Report(key, "", result.ErrorMessage ?? "is not valid", "");
            }
        }
    }
}
