using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MedTrain.Configuration;
using MedTrain.Data.Cohorts;
using MedTrain.Learning.Pretrained;
using MedTrain.Torch;

namespace MedTrain.Runs;

/// <summary>
/// What makes two plans train the same network: every setting but the run's name, its folders, its checkpoints and its evaluation, the
/// versions of the code that trains, the cases with their labels, and the split. A checkpoint carries its hash.
/// </summary>
/// <param name="Settings">The settings that count, by dotted key.</param>
/// <param name="Cohort">Hash over cases, patients and labels.</param>
/// <param name="Split">Hash over the parts of all cases.</param>
internal sealed record PlanIdentity(IReadOnlyDictionary<string, string> Settings, string Cohort, string Split)
{
    // To be raised by whoever changes what a training computes from the same settings.
    private const string TrainingVersion = "3";

    private static readonly string[] NotPartOfIt =
    [
        "name", "output", "data.cache", "pretraining.data.cache", "batching.threads", "batching.ahead", "training.checkpoints.", "evaluation.", "sweep",
        "sweep.", "variants.",
    ];

    /// <summary>One hash over all of it.</summary>
    public string Hash => HashOf(string.Join('\n', Settings.Select(entry => $"{entry.Key}={entry.Value}")) + $"\n{Cohort}\n{Split}");

    /// <summary>The identity of a plan.</summary>
    public static PlanIdentity Of(ExperimentPlan plan)
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Flatten(plan.Settings, "", settings);
        foreach (var key in settings.Keys.Where(IsNoPart).ToList())
        {
            settings.Remove(key);
        }

        settings["(version of medtrain's training)"] = TrainingVersion;
        settings["(version of libtorch)"] = $"{TorchExtras.Current.LibtorchVersion} ({TorchExtras.Current.Provider})";

        if (plan.Config.Model.Pretrained is { } weights)
        {
            settings["(content of model.pretrained)"] = ContentOf(WeightsSource.Parse(weights).File);
        }

        foreach (var file in plan.Teachers.SelectMany(teacher => teacher.Files))
        {
            settings[$"(content of {file})"] = ContentOf(file);
        }

        if (plan.PretrainingCohort is { } further)
        {
            settings["(cases of pretraining.data)"] = CasesOf(further, []);
        }

        return new PlanIdentity(settings, CasesOf(plan.Cohort, [.. plan.Config.Model.Context, .. plan.Config.Data.Views]), plan.Split.Hash);
    }

    /// <summary>What differs between the plan of an earlier run and this one, in words.</summary>
    public IReadOnlyList<string> DifferencesFrom(PlanIdentity earlier)
    {
        var differences = Settings.Keys.Union(earlier.Settings.Keys).Order(StringComparer.Ordinal)
            .Where(key => Settings.GetValueOrDefault(key) != earlier.Settings.GetValueOrDefault(key))
            .Select(key => $"{key}: {earlier.Settings.GetValueOrDefault(key, "(not set)")} there, {Settings.GetValueOrDefault(key, "(not set)")} now").ToList();
        if (Cohort != earlier.Cohort)
        {
            differences.Add("the cases, their patients or their labels");
        }

        if (Split != earlier.Split)
        {
            differences.Add("the split");
        }

        return differences;
    }

    private static string CasesOf(Cohort cohort, string[] columns) => HashOf(string.Join('\n', cohort.Cases.Select(one => string.Join(
        '\t', [one.CaseId, one.PatientId, .. one.Labels.Select(label => $"{label}"), .. columns.Select(column => one.Columns.GetValueOrDefault(column, ""))]))));

    private static string ContentOf(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static bool IsNoPart(string key) =>
        NotPartOfIt.Any(prefix => key == prefix || (prefix.EndsWith('.') && key.StartsWith(prefix, StringComparison.Ordinal)));

    private static void Flatten(JsonNode? node, string path, SortedDictionary<string, string> into)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (key, value) in map)
                {
                    Flatten(value, path.Length == 0 ? key : $"{path}.{key}", into);
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    Flatten(list[i], $"{path}[{i}]", into);
                }

                break;
            default:
                into[path] = node?.ToJsonString() ?? "null";
                break;
        }
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
