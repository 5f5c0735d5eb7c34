using System.Text.Json;
using MedTrain.Evaluation.Predictions;

namespace MedTrain.Learning.Fusion;

/// <summary>Joins the scores of an image's parts to the scores of the case, as it was fitted to validation cases.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Task">The task.</param>
/// <param name="Weights">Weight of each part and label <c>[part][label]</c>, with the sum 1 over the parts; null for rules without
/// weights.</param>
/// <param name="Network">The small network; null for other rules.</param>
public sealed record PartFusion(FusionRule Rule, PredictionTask Task, double[][]? Weights = null, FusionNetwork? Network = null)
{
    private const double CallAt = 0.5;

    /// <summary>The rules that a task can have.</summary>
    public static IReadOnlyList<FusionRule> RulesOf(PredictionTask task) =>
        task == PredictionTask.Regression ? [FusionRule.Mean, FusionRule.Network] : Enum.GetValues<FusionRule>();

    /// <summary>Fits what the rule needs to validation cases.</summary>
    /// <param name="config">The rule and its settings.</param>
    /// <param name="task">The task.</param>
    /// <param name="scores">Scores of the validation cases <c>[case][part][label]</c>.</param>
    /// <param name="labels">Their labels <c>[case][label]</c>, NaN where unknown.</param>
    /// <param name="seed">For the small network's first weights.</param>
    public static PartFusion Fit(FusionConfig config, PredictionTask task, float[][][] scores, float[][] labels, long seed) => config.Rule switch
    {
        FusionRule.Accuracy => new(config.Rule, task, AccuracyWeights(config.Threshold, task, scores, labels)),
        FusionRule.Network => new(config.Rule, task, Network: FusionNetwork.Fit(config, task, scores, labels, seed)),
        _ => new(config.Rule, task),
    };

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static PartFusion FromJson(string json) => JsonSerializer.Deserialize<PartFusion>(json)!;

    /// <summary>All of it as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this);

    /// <summary>The scores of one case.</summary>
    /// <param name="parts">Scores of its parts <c>[part][label]</c>.</param>
    public float[] Apply(float[][] parts) => Rule switch
    {
        FusionRule.Network => Network!.Apply(parts),
        FusionRule.Max => Normalised(Columns(parts, column => column.Max())),
        FusionRule.Majority when Task == PredictionTask.Multiclass => Columns([.. parts.Select(OnlyHighest)], column => column.Average()),
        FusionRule.Majority => Columns(parts, column => column.Average(score => score >= CallAt ? 1.0 : 0.0)),
        _ => [.. Enumerable.Range(0, parts[0].Length).Select(label =>
            (float)parts.Select((row, part) => row[label] * (Weights?[part][label] ?? 1.0 / parts.Length)).Sum())],
    };

    /// <summary>
    /// Accuracy of each part on the validation cases (the plain one, not the balanced), 0 below the threshold, divided by the sum. Without any
    /// part above the threshold all count the same.
    /// </summary>
    private static double[][] AccuracyWeights(double threshold, PredictionTask task, float[][][] scores, float[][] labels)
    {
        var (parts, count) = (scores[0].Length, labels[0].Length);
        var weights = Enumerable.Range(0, parts).Select(part => Enumerable.Range(0, count).Select(label =>
        {
            var accuracy = Accuracy(task, part, label, scores, labels);
            return accuracy >= threshold ? accuracy : 0;
        }).ToArray()).ToArray();
        for (var label = 0; label < count; label++)
        {
            var sum = weights.Sum(row => row[label]);
            foreach (var row in weights) { row[label] = sum > 0 ? row[label] / sum : 1.0 / parts; }
        }

        return weights;
    }

    // Of several classes all have the part's one accuracy, so that the scores still sum to 1. A tie at 0.5 is called negative, as there.
    private static double Accuracy(PredictionTask task, int part, int label, float[][][] scores, float[][] labels)
    {
        int[] known = [.. Enumerable.Range(0, labels.Length).Where(row => !float.IsNaN(labels[row][label]))];
        var right = known.Count(row => task == PredictionTask.Multiclass
            ? labels[row][Array.IndexOf(scores[row][part], scores[row][part].Max())] == 1
            : scores[row][part][label] > CallAt == (labels[row][label] == 1));
        return known.Length == 0 ? 0 : right / (double)known.Length;
    }

    private float[] Normalised(float[] scores) =>
        Task == PredictionTask.Multiclass && scores.Sum() is > 0 and var sum ? Array.ConvertAll(scores, score => score / sum) : scores;

    private static float[] OnlyHighest(float[] row)
    {
        var highest = Array.IndexOf(row, row.Max());
        return [.. row.Select((_, label) => label == highest ? 1f : 0f)];
    }

    private static float[] Columns(float[][] parts, Func<IEnumerable<float>, double> join) =>
        [.. Enumerable.Range(0, parts[0].Length).Select(label => (float)join(parts.Select(row => row[label])))];

    private static float[] Columns(float[][] parts, Func<IEnumerable<float>, float> join) => Columns(parts, column => (double)join(column));
}
