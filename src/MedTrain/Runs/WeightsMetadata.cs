using System.Text.Json;
using MedTrain.Data.Cohorts.Audit;

namespace MedTrain.Runs;

/// <summary>What a safetensors file says beside its weights, read without the weights.</summary>
internal static class WeightsMetadata
{
    private const long LargestHeader = 100_000_000;

    /// <summary>Whom the weights have seen; null when the file does not say, or is of another kind.</summary>
    public static SeenPatients? SeenPatients(string file) => Facts(file) is { } facts ? Data.Cohorts.Audit.SeenPatients.Of(facts) : null;

    /// <summary>All of it; null when the file is of another kind.</summary>
    public static IReadOnlyDictionary<string, string>? Facts(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            using var reader = new BinaryReader(stream);
            var length = reader.ReadInt64();
            if (length is < 2 or > LargestHeader || length > stream.Length - stream.Position) { return null; }

            using var header = JsonDocument.Parse(reader.ReadBytes((int)length));
            return header.RootElement.TryGetProperty("__metadata__", out var metadata)
                ? metadata.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString() ?? "")
                : null;
        }
        catch (Exception failure) when (failure is IOException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
