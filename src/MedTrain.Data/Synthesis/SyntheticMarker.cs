using System.Text.Json;
using System.Text.Json.Serialization;

namespace MedTrain.Data.Synthesis;

/// <summary>The file <c>synthetic.json</c> that says which synthetic cohort a folder holds, and whether all of it is there.</summary>
internal sealed record SyntheticMarker
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "synthetic.json";

    /// <summary>Raise when the same settings begin to give other images.</summary>
    private const int CurrentGenerator = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        WriteIndented = true,
    };

    /// <summary>Version of the generator.</summary>
    public int Generator { get; init; } = CurrentGenerator;

    /// <summary>The settings.</summary>
    public required SyntheticConfig Cohort { get; init; }

    /// <summary>Whether the manifest and all images were written.</summary>
    public bool Complete { get; init; }

    /// <summary>Reads the marker of a folder.</summary>
    /// <returns>The marker, or null when there is none that can be read.</returns>
    public static SyntheticMarker? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return null;
        }
        try
        {
            return JsonSerializer.Deserialize<SyntheticMarker>(File.ReadAllText(path), Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the marker.</summary>
    public void Write(string folder) => AtomicFile.Write(Path.Combine(folder, FileName), stream => JsonSerializer.Serialize(stream, this, Json));
}
