using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MedTrain.Configuration;

/// <summary>
/// Writes settings as YAML: sections indented, lists of single values on one line. Reading the text gives equal settings again, on any machine:
/// environment variables are written as the values that they had.
/// </summary>
internal static partial class ResolvedYaml
{
    /// <summary>The YAML text of <paramref name="settings"/>.</summary>
    public static string Write(JsonObject settings)
    {
        var text = new StringBuilder();
        WriteSection(text, settings, indent: "");
        return text.ToString();
    }

    private static void WriteSection(StringBuilder text, JsonObject section, string indent)
    {
        foreach (var (key, value) in section)
        {
            text.Append(indent).Append(Quoted(key)).Append(':');
            WriteValue(text, value, indent + "  ");
        }
    }

    /// <summary>Writes what follows a colon: on the same line where possible, else on lines of its own.</summary>
    private static void WriteValue(StringBuilder text, JsonNode? value, string indent)
    {
        if (OneLine(value) is { } line)
        {
            text.Append(' ').Append(line).Append('\n');
            return;
        }

        text.Append('\n');
        if (value is JsonObject section) { WriteSection(text, section, indent); }
        else { WriteItems(text, value!.AsArray(), indent); }
    }

    private static void WriteItems(StringBuilder text, JsonArray items, string indent)
    {
        foreach (var item in items)
        {
            // A section's first line moves up behind the dash, which takes the place of two spaces of its indent.
            var start = text.Length;
            if (item is JsonObject { Count: > 0 } section) { WriteSection(text, section, indent + "  "); }
            else { text.Append(indent).Append(' '); WriteValue(text, item, indent + "  "); }

            text[start + indent.Length] = '-';
        }
    }

    private static string? OneLine(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject { Count: 0 } => "{}",
        JsonArray items when items.Select(OneLine).ToList() is var lines && !lines.Contains(null) => $"[{string.Join(", ", lines)}]",
        JsonValue when value.GetValueKind() == JsonValueKind.String => Quoted(EnvironmentReference.Escape((string)value!)),
        JsonValue => value.ToJsonString(),
        _ => null,
    };

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
