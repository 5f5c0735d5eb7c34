using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Evaluation.Predictions;
using static TorchSharp.torch;

namespace MedTrain.Learning.Objectives;

/// <summary>Binary cross-entropy of each label, with weights against rare findings.</summary>
public sealed record BinaryCrossEntropy : ObjectiveConfig
{
    /// <summary>How positives and negatives are weighed.</summary>
    [Description("none; positive: positives count negatives / positives times (of each label, in the training part); balanced: positives count the "
        + "share of negatives and negatives that of positives (CheXNet); balanced_batch: the same from each batch, over all its labels.")]
    public LabelWeighting Weighting { get; init; } = LabelWeighting.None;

    /// <summary>How often a positive of each label counts.</summary>
    [Description("How often a positive counts, one number a label in their order; instead of weighting.")]
    [Range(0.0, 1e9, MinimumIsExclusive = true)]
    public IReadOnlyList<double>? PositiveWeights { get; init; }

    internal override IReadOnlyList<PredictionTask> Tasks => [PredictionTask.Binary, PredictionTask.Multilabel];

    internal override string? Problem(int labelCount) =>
        PositiveWeights is null ? null
        : Weighting != LabelWeighting.None ? "give either weighting or positive_weights"
        : PositiveWeights.Count != labelCount ? $"there are {labelCount} labels, but {PositiveWeights.Count} positive_weights"
        : null;

    internal override Objective Create(ObjectiveContext context)
    {
        if (Weighting == LabelWeighting.BalancedBatch)
        {
            return new LabelObjective((output, labels, known) => Loss(output, labels) * InBatch(labels, known));
        }

        (double Positive, double Negative)[] weights = [.. Enumerable.Range(0, context.LabelCount).Select(label => Weights(context, label))];
        if (weights.All(weight => weight == (1, 1)))
        {
            return new LabelObjective((output, labels, _) => Loss(output, labels));
        }

        float[] positive = [.. weights.Select(weight => (float)weight.Positive)], negative = [.. weights.Select(weight => (float)weight.Negative)];
        return new LabelObjective((output, labels, _) =>
        {
            var (of1, of0) = (tensor(positive, device: output.device), tensor(negative, device: output.device)); // [K]
            return Loss(output, labels) * (labels * of1 + (1 - labels) * of0);
        });
    }

    private static Tensor Loss(Tensor output, Tensor labels) =>
        nn.functional.binary_cross_entropy_with_logits(output, labels, reduction: nn.Reduction.None);

    private static Tensor InBatch(Tensor labels, Tensor known)
    {
        var share = (labels * known).sum() / known.sum().clamp_min(1); // of positives
        return labels * (1 - share) + (1 - labels) * share;
    }

    private (double Positive, double Negative) Weights(ObjectiveContext context, int label)
    {
        if (PositiveWeights is { } given)
        {
            return (given[label], 1);
        }

        var (positives, negatives) = (context.Known(label).Count(value => value == 1), context.Known(label).Count(value => value == 0));
        return Weighting switch
        {
            // A label of one class only has nothing to be weighed against.
            _ when positives == 0 || negatives == 0 => (1, 1),
            LabelWeighting.Positive => ((double)negatives / positives, 1),
            LabelWeighting.Balanced => ((double)negatives / (positives + negatives), (double)positives / (positives + negatives)),
            _ => (1, 1),
        };
    }
}

/// <summary>How the positives and negatives of a label are weighed.</summary>
public enum LabelWeighting
{
    /// <summary>All the same.</summary>
    None,

    /// <summary>Positives as often as there are negatives for each positive.</summary>
    Positive,

    /// <summary>Positives by the share of negatives, negatives by that of positives, of the training part.</summary>
    Balanced,

    /// <summary>The same, of each batch over all its labels.</summary>
    BalancedBatch,
}
