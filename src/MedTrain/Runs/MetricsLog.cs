using System.Text.Json;
using System.Text.Json.Nodes;
using MedTrain.Learning.Training;

namespace MedTrain.Runs;

/// <summary><c>metrics.jsonl</c>: one line an epoch and fold.</summary>
internal static class MetricsLog
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes the file anew from all folds' histories, so that it never holds an epoch twice or one that was lost.</summary>
    /// <param name="file">The file.</param>
    /// <param name="histories">Finished epochs by fold.</param>
    public static void Write(string file, IReadOnlyDictionary<int, IReadOnlyList<EpochResult>> histories)
    {
        var lines = histories.SelectMany(history => history.Value.Select(epoch => Line(history.Key, epoch)));
        RunFolder.Write(file, string.Concat(lines.Select(line => line + "\n")));
    }

    private static string Line(int fold, EpochResult epoch)
    {
        var line = new JsonObject { ["fold"] = fold };
        foreach (var (key, value) in JsonSerializer.SerializeToNode(epoch, Options)!.AsObject())
        {
            line[key] = value?.DeepClone();
        }

        return line.ToJsonString();
    }
}
