using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MedTrain.Configuration;

/// <summary>
/// Writes a config record as YAML with every default filled in. Reading the text gives an equal record again, on any machine:
/// environment variables are written as the values that they had.
/// </summary>
internal sealed partial class ResolvedYaml
{
    private readonly StringBuilder _text = new();

    /// <summary>The YAML text of <paramref name="record"/>.</summary>
    /// <param name="record">A config record.</param>
    /// <param name="tables">For each abstract record whose choices are a table: the table's rows.</param>
    public static string Write(object record, IReadOnlyDictionary<Type, IReadOnlyList<(string Name, Type Type)>> tables)
    {
        var writer = new ResolvedYaml();
        writer.WriteRecord(record, new ShapeReader(tables).ReadRecord(record.GetType()), indent: "");
        return writer._text.ToString();
    }

    private void WriteRecord(object record, RecordShape shape, string indent)
    {
        foreach (var property in shape.Properties)
        {
            _text.Append(indent).Append(property.Key).Append(':');
            WriteValue(property.Property.GetValue(record), property.Shape, indent + "  ");
        }
    }

    /// <summary>Writes what follows the colon: a scalar or flow list on the same line, anything else below it.</summary>
    private void WriteValue(object? value, ValueShape shape, string indent)
    {
        if (Flow(value, shape) is { } flow) { _text.Append(' ').Append(flow).Append('\n'); return; }

        _text.Append('\n');
        switch (shape)
        {
            case RecordShape record:
                WriteRecord(value!, record, indent);
                break;
            case ChoiceShape choice:
                WriteChoice(value!, choice, indent);
                break;
            case DictionaryShape dictionary:
                foreach (DictionaryEntry entry in (IDictionary)value!)
                {
                    _text.Append(indent).Append(Quoted((string)entry.Key)).Append(':');
                    WriteValue(entry.Value, dictionary.Value, indent + "  ");
                }

                break;
            case ListShape list:
                foreach (var item in (IEnumerable)value!) { WriteItem(item, list.Item, indent); }

                break;
        }
    }

    private void WriteItem(object? item, ValueShape shape, string indent)
    {
        if (Flow(item, shape) is { } flow) { _text.Append(indent).Append("- ").Append(flow).Append('\n'); return; }

        // The item's first line moves up behind the dash, which takes the place of two spaces of its indent.
        var start = _text.Length;
        WriteValue(item, shape, indent + "  ");
        _text.Remove(start, 1);
        _text[start + indent.Length] = '-';
    }

    private void WriteChoice(object value, ChoiceShape shape, string indent)
    {
        var (name, settings) = shape.Choices.First(choice => choice.Settings.Type == value.GetType());
        _text.Append(indent).Append(name).Append(':');
        WriteValue(value, settings, indent + "  ");
    }

    /// <summary>The value on one line, or null when it needs lines of its own.</summary>
    private static string? Flow(object? value, ValueShape shape) => (value, shape) switch
    {
        (null, _) => "null",
        (string text, _) => Quoted(EnvironmentReference.Escape(text)),
        (bool flag, _) => flag ? "true" : "false",
        (Enum member, _) => ConfigNames.ToKey(member.ToString()),
        (int or long or double, _) => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        (_, RecordShape record) => record.Properties.Count == 0 ? "{}" : null,
        (IEnumerable items, ListShape list) => FlowList([.. items.Cast<object?>().Select(item => Flow(item, list.Item))]),
        (IDictionary { Count: 0 }, DictionaryShape) => "{}",
        _ => null,
    };

    private static string? FlowList(IReadOnlyList<string?> items) => items.Contains(null) ? null : $"[{string.Join(", ", items)}]";

    /// <summary>The text as YAML reads it back as a string: bare where nothing in it can be taken for something else.</summary>
    private static string Quoted(string text)
    {
        if (PlainText().IsMatch(text) && !LooksTyped().IsMatch(text)) { return text; }

        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                '\n' => "\\n",
                '\t' => "\\t",
                _ when char.IsControl(c) => $"\\x{(int)c:x2}",
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    [GeneratedRegex(@"^[\p{L}\p{N}_./][\p{L}\p{N}_./+-]*( [\p{L}\p{N}_./+-]+)*\z")]
    private static partial Regex PlainText();

    // What YAML 1.1 or 1.2 readers may take for null, a truth value, a number, a time or a date.
    [GeneratedRegex(@"^(null|true|false|yes|no|on|off|y|n|\.?(inf|nan))\z|^[.+-]?[0-9][0-9_.:eExXoa-fA-F+-]*\z", RegexOptions.IgnoreCase)]
    private static partial Regex LooksTyped();
}
