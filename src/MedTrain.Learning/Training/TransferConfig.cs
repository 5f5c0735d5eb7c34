using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MedTrain.Learning.Training;

/// <summary>The <c>training.transfer:</c> block: what of a network is trained, from when on, and how fast.</summary>
public sealed record TransferConfig
{
    /// <summary>Stages that are not trained.</summary>
    [Description("Stages of the network that are not trained ('medtrain models show NAME' lists them).")]
    public IReadOnlyList<string> Freeze { get; init; } = [];

    /// <summary>Parameters that are not trained, by pattern.</summary>
    [Description("A regular expression: parameters with a matching key are not trained, as in ^features\\.(conv0|norm0)")]
    public string? FreezeMatching { get; init; }

    /// <summary>Train only from the n-th last convolution on.</summary>
    [Description("Train only the last so many convolutional layers and what comes after the first of them; everything before is frozen.")]
    [Range(0, 10_000)]
    public int? TrainLastConvolutions { get; init; }

    /// <summary>Stages that are trained from some epoch on.</summary>
    [Description("Frozen stages that are trained from an epoch on, as in - {epoch: 5, stages: [layer4]}")]
    public IReadOnlyList<UnfreezeConfig> Unfreeze { get; init; } = [];

    /// <summary>Epochs in which only the head is trained.</summary>
    [Description("Epochs at the beginning in which only the head is trained.")]
    [Range(0, 1_000_000)]
    public int HeadWarmupEpochs { get; init; }

    /// <summary>Whether batch normalisation keeps its running statistics.</summary>
    [Description("Running statistics of batch normalisation: update always; keep_frozen: those of frozen layers stay; keep: all stay.")]
    public BatchNormStatistics BatchNorm { get; init; } = BatchNormStatistics.Update;

    /// <summary>Factor of the learning rate from one stage to the one before it.</summary>
    [Description("Factor of the learning rate from a stage to the one before it; the head has the full rate (1 = the same for all).")]
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double LayerDecay { get; init; } = 1;

    /// <summary>Factors of the learning rate by stage.</summary>
    [Description("Factors of the learning rate by stage, as in {layer4: 0.1, head: 1}; they replace layer_decay for these stages.")]
    public IReadOnlyDictionary<string, double> LearningRates { get; init; } = new Dictionary<string, double>();
}

/// <summary>One step of staged unfreezing.</summary>
public sealed record UnfreezeConfig
{
    /// <summary>The first epoch in which the stages are trained, from 1.</summary>
    [Description("The first epoch in which the stages are trained, from 1.")]
    [Range(1, 1_000_000)]
    public required int Epoch { get; init; }

    /// <summary>The stages.</summary>
    [Description("The stages.")]
    [MinLength(1)]
    public required IReadOnlyList<string> Stages { get; init; }
}

/// <summary>What happens to the running statistics of batch normalisation.</summary>
public enum BatchNormStatistics
{
    /// <summary>They follow the training batches in all layers, also in frozen ones, as PyTorch's training mode does.</summary>
    Update,

    /// <summary>Layers whose parameters are frozen keep theirs and normalise with them.</summary>
    KeepFrozen,

    /// <summary>All layers keep theirs and normalise with them.</summary>
    Keep,
}
