using System.Globalization;
using MedTrain.Data;

namespace MedTrain.Configuration;

/// <summary>Converts the text of a single YAML value into the type that its shape asks for.</summary>
internal static class ScalarBinder
{
    /// <summary>
    /// The value, or null together with what is <paramref name="allowed"/>. Numbers and truth values follow YAML's core schema, in no
    /// culture.
    /// </summary>
    public static object? Convert(string text, ValueShape shape, out string allowed)
    {
        allowed = $"must be {shape.Words}";
        switch (shape)
        {
            case TextShape:
                return text;
            case FlagShape:
                return text is "true" or "True" or "TRUE" ? true : text is "false" or "False" or "FALSE" ? false : null;
            case WholeShape { Is32Bit: true }:
                return Whole(text, int.MinValue, int.MaxValue, ref allowed) is { } whole ? (int)whole : null;
            case WholeShape:
                return Whole(text, long.MinValue, long.MaxValue, ref allowed);
            case RealShape:
                var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real);
                return isNumber && double.IsFinite(real) ? real : null;
            case EnumShape names:
                return Member(text, names, out allowed);
            default:
                allowed = $"must be {shape.Words}{Example(shape)}";
                return null;
        }
    }

    private static long? Whole(string text, long smallest, long largest, ref string allowed)
    {
        if (!Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) { return null; }

        if (whole >= smallest && whole <= largest) { return (long)whole; }

        allowed = $"must be a whole number from {smallest} to {largest}";
        return null;
    }

    private static object? Member(string text, EnumShape shape, out string allowed)
    {
        var index = shape.Names.ToList().IndexOf(text);
        allowed = index < 0 ? NearestName.Advice(text, shape.Names.ToList()) : "";
        return index < 0 ? null : Enum.Parse(shape.Enum, Enum.GetNames(shape.Enum)[index]);
    }

    private static string Example(ValueShape shape) => shape switch
    {
        ListShape => ", as in [a, b] or lines that start with a dash",
        DictionaryShape or RecordShape => ", as in {key: value} or indented lines of key: value",
        _ => "",
    };
}
