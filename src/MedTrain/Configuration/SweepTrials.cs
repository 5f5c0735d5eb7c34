using System.Security.Cryptography;
using System.Text;
using MedTrain.Data;

namespace MedTrain.Configuration;

/// <summary>One combination of settings.</summary>
/// <param name="Settings">Values by dotted key.</param>
internal sealed record SweepTrial(IReadOnlyList<KeyValuePair<string, FreeValue>> Settings)
{
    /// <summary>A name that follows from the settings, so that a longer sweep finds the trials of a shorter one again.</summary>
    public string Name => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', Settings.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}={entry.Value.Json}")))))[..8];
}

/// <summary>The combinations of settings that a <c>sweep:</c> block asks for.</summary>
internal static class SweepTrials
{
    // What decides which cases are judged, and by what, must be the same for all that are compared.
    private static readonly string[] Fixed = ["name", "task", "seed", "output", "data", "split", "evaluation", "sweep", "variants"];

    /// <summary>Why a key cannot be tried; null when it can.</summary>
    public static string? KeyProblem(string key) => Fixed.Contains(key.Split('.')[0])
        ? $"{key.Split('.')[0]} must be the same for all that are compared: the same cases, split and evaluation"
        : null;

    /// <summary>The combinations, without repetitions; the same for the same seed.</summary>
    /// <param name="config">The block.</param>
    /// <param name="seed">The experiment's seed.</param>
    public static IReadOnlyList<SweepTrial> Of(SweepConfig config, long seed)
    {
        var all = config.Search == SweepSearch.Grid
            ? Grid([.. config.Keys])
            : Enumerable.Range(0, config.Trials).Select(number => Draw(config, seed, number));
        return [.. all.DistinctBy(trial => trial.Name)];
    }

    private static IEnumerable<SweepTrial> Grid(KeyValuePair<string, SweepRange>[] keys)
    {
        IEnumerable<KeyValuePair<string, FreeValue>[]> rows = [[]];
        foreach (var (key, range) in keys)
        {
            var values = range.Values ?? [.. Enumerable.Range(0, range.Steps!.Value).Select(step => range.At(step / (range.Steps.Value - 1.0)))];
            rows = rows.SelectMany(row => values.Select(value => (KeyValuePair<string, FreeValue>[])[.. row, new(key, value)]));
        }

        return rows.Select(row => new SweepTrial(row));
    }

    /// <summary>Each key has random numbers of its own, so that a further key does not change the others' draws.</summary>
    private static SweepTrial Draw(SweepConfig config, long seed, int number) => new(
        [.. config.Keys.Select(entry =>
        {
            var random = new CounterRandom(seed, RandomStream.Search, StableHash.Of(entry.Key), number);
            var value = entry.Value.Values is { } values ? values[random.NextInt(values.Count)] : entry.Value.At(random.NextDouble());
            return KeyValuePair.Create(entry.Key, value);
        })]);
}
