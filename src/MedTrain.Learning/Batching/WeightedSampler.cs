using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MedTrain.Learning.Batching;

/// <summary>Draws cases with replacement, by weights that their labels have.</summary>
public sealed record WeightedSampler : Sampler, IValidatableObject
{
    /// <summary>Weight of a case by its labels.</summary>
    [Description("Weight of a case that has the label (or class), by name; the largest counts. As in {pneumonia: 3}.")]
    [MinLength(1)]
    public required IReadOnlyDictionary<string, double> Weights { get; init; }

    /// <summary>Weight of a case that has none of the labels.</summary>
    [Description("Weight of a case that has none of them.")]
    [Range(0.0, 1e9)]
    public double Otherwise { get; init; } = 1;

    /// <summary>Names of the labels, in the order of <see cref="LabelledCase.Labels"/>; set by who knows the cohort.</summary>
    internal IReadOnlyList<string> LabelNames { get; init; } = [];

    /// <inheritdoc/>
    public override int[] Draw(IReadOnlyList<LabelledCase> cases, long seed, int epoch)
    {
        var sums = new double[cases.Count];
        double sum = 0;
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = sum += WeightOf(cases[i].Labels);
        }

        var random = RandomOf(seed, epoch);
        var order = new int[cases.Count];
        for (var i = 0; i < order.Length; i++)
        {
            var found = Array.BinarySearch(sums, random.NextDouble() * sum);
            order[i] = Math.Min(found < 0 ? ~found : found + 1, order.Length - 1);
        }

        return order;
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Weights.Values.Any(weight => !(weight >= 0) || !double.IsFinite(weight)) || Otherwise + Weights.Values.Sum() == 0)
        {
            yield return new ValidationResult("weights must be numbers of at least 0, and not all 0", [nameof(Weights)]);
        }
    }

    private double WeightOf(float[] labels)
    {
        double? weight = null;
        for (var label = 0; label < labels.Length; label++)
        {
            if (labels[label] > 0.5f && Weights.TryGetValue(LabelNames[label], out var own))
            {
                weight = Math.Max(weight ?? 0, own);
            }
        }

        return weight ?? Otherwise;
    }
}
