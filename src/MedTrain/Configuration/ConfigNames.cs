using System.Text.Json;

namespace MedTrain.Configuration;

/// <summary>The one rule by which C# names become YAML keys.</summary>
internal static class ConfigNames
{
    /// <summary><c>SpacingMm</c> is <c>spacing_mm</c>, <c>MultiLabel</c> is <c>multi_label</c>.</summary>
    public static string ToKey(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    /// <summary>The path of <paramref name="key"/> inside the section at <paramref name="path"/>; the root's path is empty.</summary>
    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
