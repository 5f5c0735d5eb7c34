using System.Text.Json.Nodes;
using MedTrain.Learning.Training;

namespace MedTrain.Runs;

/// <summary><c>metrics.jsonl</c> and <c>metrics.csv</c>: one line an epoch and fold.</summary>
internal static class MetricsLog
{
    /// <summary>Writes the files anew from all folds' histories, so that they never hold an epoch twice or one that was lost;
    /// the lines of networks that were trained before stay.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="histories">Finished epochs by network.</param>
    public static void Write(RunFolder folder, IReadOnlyDictionary<NetworkPlace, IReadOnlyList<EpochResult>> histories)
    {
        var kept = File.Exists(folder.Metrics)
            ? File.ReadLines(folder.Metrics).Select(Parse).OfType<JsonObject>().Where(line => !histories.ContainsKey(PlaceOf(line)))
            : [];
        List<JsonObject> lines = [.. kept.Concat(histories.SelectMany(history => history.Value.Select(epoch => Line(history.Key, epoch)))).OrderBy(PlaceOf)];
        Write(folder.Metrics, folder.MetricsTable, lines);
    }

    /// <summary>One network's epochs into other files than the run's own.</summary>
    /// <param name="jsonLines">The file with a JSON line an epoch.</param>
    /// <param name="table">The same as CSV.</param>
    /// <param name="place">Which network.</param>
    /// <param name="epochs">Its finished epochs.</param>
    public static void Write(string jsonLines, string table, NetworkPlace place, IReadOnlyList<EpochResult> epochs) =>
        Write(jsonLines, table, [.. epochs.Select(epoch => Line(place, epoch))]);

    private static void Write(string jsonLines, string table, List<JsonObject> lines)
    {
        RunFolder.Write(jsonLines, string.Concat(lines.Select(line => line.ToJsonString() + "\n")));
        string[] columns = [.. lines.SelectMany(line => line.Select(field => field.Key)).Distinct()];
        var rows = lines.Select(line => string.Join(',', columns.Select(column => line[column]?.ToJsonString() ?? "")));
        RunFolder.Write(table, string.Join(',', columns) + "\n" + string.Concat(rows.Select(row => row + "\n")));
    }

    /// <summary>The lines of one fold's networks.</summary>
    public static IEnumerable<string> LinesOf(RunFolder folder, int fold) =>
        File.ReadLines(folder.Metrics).Where(line => Parse(line) is { } parsed && PlaceOf(parsed).Fold == fold);

    /// <summary>The figures of one epoch by name; null where one is not defined.</summary>
    public static IEnumerable<(string Name, double? Value)> Figures(EpochResult epoch)
    {
        yield return ("training_loss", epoch.TrainingLoss);
        foreach (var figure in Scores("validation", epoch.Validation)) { yield return figure; }

        if (epoch.Averaged is { } averaged)
        {
            foreach (var figure in Scores("averaged", averaged)) { yield return figure; }
        }

        yield return ("learning_rate", epoch.LearningRate);
        yield return ("gradient_norm", epoch.GradientNorm);
        yield return ("skipped_steps", epoch.SkippedSteps);
        yield return ("images_per_second", epoch.ImagesPerSecond);
        yield return ("seconds", epoch.Seconds);
    }

    private static IEnumerable<(string Name, double? Value)> Scores(string prefix, ValidationScores scores) =>
        scores.Metrics.Select(metric => ($"{prefix}_{metric.Key}", metric.Value)).Prepend(($"{prefix}_loss", scores.Loss));

    private static NetworkPlace PlaceOf(JsonObject line) => new((int)line["fold"]!, (int?)line["member"], (string?)line["part"]);

    private static JsonObject? Parse(string line) => JsonNode.Parse(line) as JsonObject;

    private static JsonObject Line(NetworkPlace place, EpochResult epoch)
    {
        var line = new JsonObject { ["fold"] = place.Fold };
        if (place.Member is { } member) { line["member"] = member; }

        if (place.Part is { } part) { line["part"] = part; }

        line["epoch"] = epoch.Epoch;
        foreach (var (name, value) in Figures(epoch))
        {
            // JSON has no NaN: what is not defined is null.
            line[name] = value is { } number && double.IsFinite(number) ? JsonValue.Create(number) : null;
        }

        return line;
    }
}
