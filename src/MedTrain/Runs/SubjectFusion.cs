using System.Text.Json;
using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Fusion;

namespace MedTrain.Runs;

/// <summary><c>fusion.json</c> of a fold whose networks see parts: how the parts' scores become those of the case.</summary>
/// <param name="Parts">Names of the parts, in order.</param>
/// <param name="Fusion">The rule as it was fitted to the validation part.</param>
/// <param name="Thresholds">The score from which each label is called positive; null for tasks without such calls.</param>
internal sealed record SubjectFusion(IReadOnlyList<string> Parts, PartFusion Fusion, IReadOnlyDictionary<string, double>? Thresholds = null)
{
    /// <summary>Name of the file in a network's folder.</summary>
    public const string FileName = "fusion.json";

    /// <summary>Fits the rule to the parts' scores of the validation part.</summary>
    /// <param name="config">The rule.</param>
    /// <param name="parts">Names of the parts.</param>
    /// <param name="validation">The parts' predictions; their ids are those of <see cref="SampleView"/>.</param>
    /// <param name="cases">The validation cases.</param>
    /// <param name="seed">The network's seed.</param>
    public static SubjectFusion Fit(
        FusionConfig config, IReadOnlyList<string> parts, PredictionTable validation, IReadOnlyList<string> cases, long seed)
    {
        var rows = Rows(validation);
        var labels = cases.Select(id => Values(validation.Truth, validation.Labels.Count, rows[SampleView.IdOf(id, parts[0])])).ToArray();
        return new SubjectFusion(parts, PartFusion.Fit(config, validation.Task, Scores(validation, rows, parts, cases), labels, seed));
    }

    /// <summary>Reads the file of a network's folder; null when its network sees whole images.</summary>
    /// <exception cref="RunFolderException">The file is damaged.</exception>
    public static SubjectFusion? Read(string folder)
    {
        var file = Path.Combine(folder, FileName);
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<SubjectFusion>(File.ReadAllText(file)) : null;
        }
        catch (JsonException failure)
        {
            throw new RunFolderException($"{file} cannot be used: {failure.Message} Train the run again: medtrain fit.");
        }
    }

    /// <summary>Writes the file.</summary>
    public void Write(string folder) => RunFolder.Write(Path.Combine(folder, FileName), JsonSerializer.Serialize(this) + "\n");

    /// <summary>The predictions of cases from those of their parts.</summary>
    /// <param name="table">The parts' predictions.</param>
    /// <param name="cases">The cases, in the order wanted.</param>
    public PredictionTable Join(PredictionTable table, IReadOnlyList<string> cases)
    {
        var rows = Rows(table);
        var scores = Scores(table, rows, Parts, cases).Select(Fusion.Apply).ToArray();
        int[] first = [.. cases.Select(id => rows[SampleView.IdOf(id, Parts[0])])];
        double[][] Columns(Func<int, int, double> of) =>
            [.. Enumerable.Range(0, table.Labels.Count).Select(label => Enumerable.Range(0, first.Length).Select(place => of(label, place)).ToArray())];
        return new PredictionTable(
            table.Task, table.Labels, cases, [.. first.Select(row => table.PatientIds[row])], [.. first.Select(row => table.Folds[row])],
            Columns((label, place) => table.Truth(label)[first[place]]),
            Columns((label, place) => scores[place][label]));
    }

    private static Dictionary<string, int> Rows(PredictionTable table) =>
        table.CaseIds.Index().ToDictionary(entry => entry.Item, entry => entry.Index, StringComparer.Ordinal);

    /// <summary>Scores <c>[case][part][label]</c>.</summary>
    private static float[][][] Scores(PredictionTable table, Dictionary<string, int> rows, IReadOnlyList<string> parts, IReadOnlyList<string> cases) =>
        [.. cases.Select(id => parts.Select(part => Values(table.Scores, table.Labels.Count, rows[SampleView.IdOf(id, part)])).ToArray())];

    private static float[] Values(Func<int, ReadOnlySpan<double>> column, int labels, int row) =>
        [.. Enumerable.Range(0, labels).Select(label => (float)column(label)[row])];
}
