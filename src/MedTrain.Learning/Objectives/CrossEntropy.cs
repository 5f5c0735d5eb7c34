using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Evaluation.Predictions;
using static TorchSharp.torch;

namespace MedTrain.Learning.Objectives;

/// <summary>Cross-entropy of the softmax with weights of the classes and label smoothing, both as in PyTorch.</summary>
public sealed record CrossEntropy : ObjectiveConfig
{
    /// <summary>Weights from the training part.</summary>
    [Description("Weigh each class by cases / (classes x its cases) of the training part.")]
    public bool Balanced { get; init; }

    /// <summary>Weights by class.</summary>
    [Description("The weight of each class in their order; instead of balanced.")]
    [Range(0.0, 1e9, MinimumIsExclusive = true)]
    public IReadOnlyList<double>? Weights { get; init; }

    /// <summary>Label smoothing.</summary>
    [Description("Share of the truth that is spread evenly over all classes.")]
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Smoothing { get; init; }

    internal override IReadOnlyList<PredictionTask> Tasks => [PredictionTask.Multiclass];

    internal override string? Problem(int labelCount) =>
        Weights is null ? null
        : Balanced ? "give either balanced or weights"
        : Weights.Count != labelCount ? $"there are {labelCount} classes, but {Weights.Count} weights"
        : null;

    internal override Objective Create(ObjectiveContext context)
    {
        var weights = ClassWeights(context);
        return new ClassObjective((output, labels) =>
        {
            var row = tensor(weights, [1, weights.Length], device: output.device); // [1, classes]
            var logProbabilities = nn.functional.log_softmax(output, 1);
            var truth = (labels * (1 - Smoothing)) + (labels.sum(1, keepdim: true) * (Smoothing / weights.Length));
            return (-(logProbabilities * truth * row).sum(1), (labels * row).sum(1));
        });
    }

    private float[] ClassWeights(ObjectiveContext context)
    {
        if (Weights is { } given)
        {
            return [.. given.Select(weight => (float)weight)];
        }

        int[] counts = [.. Enumerable.Range(0, context.LabelCount).Select(label => context.Known(label).Count(value => value == 1))];
        return [.. counts.Select(count => Balanced && count > 0 ? (float)counts.Sum() / (counts.Length * count) : 1f)];
    }
}

/// <summary>Negative log-likelihood: log-probabilities stay as they are under the log-softmax, anything else becomes some.</summary>
public sealed record NegativeLogLikelihood : ObjectiveConfig
{
    internal override IReadOnlyList<PredictionTask> Tasks => [PredictionTask.Multiclass];

    internal override Objective Create(ObjectiveContext context) => new CrossEntropy().Create(context);
}
