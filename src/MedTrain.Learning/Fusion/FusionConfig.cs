using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MedTrain.Learning.Fusion;

/// <summary>The <c>fusion:</c> block: how the parts of an image become one score of the case.</summary>
public sealed record FusionConfig
{
    /// <summary>Whether parts share a network.</summary>
    [Description("shared: one network sees all parts; one_per_part: a network for each position.")]
    public PartNetworks Networks { get; init; } = PartNetworks.Shared;

    /// <summary>How scores are joined.</summary>
    [Description("mean of the parts' scores; majority: the share of parts that call positive; max: the highest score; accuracy: the mean weighed "
        + "by each part's accuracy on the validation part; network: a small network on all parts' scores, trained on the validation part.")]
    public FusionRule Rule { get; init; } = FusionRule.Mean;

    /// <summary>The accuracy that a part must reach.</summary>
    [Description("With rule: accuracy, a part whose validation accuracy is below this counts nothing; 0 = all count.")]
    [Range(0.0, 1.0)]
    public double Threshold { get; init; } = 0.7;

    /// <summary>Hidden units of the small network.</summary>
    [Description("With rule: network, its hidden units.")]
    [Range(1, 1024)]
    public int Hidden { get; init; } = 8;

    /// <summary>Penalty on the small network's weights.</summary>
    [Description("With rule: network, the weight of its L2 penalty; the validation part is small, so it must not fit closely.")]
    [Range(0.0, 1e3)]
    public double Penalty { get; init; } = 0.01;
}

/// <summary>Which networks see the parts.</summary>
public enum PartNetworks
{
    /// <summary>One network sees every part.</summary>
    Shared,

    /// <summary>Each position has a network of its own.</summary>
    OnePerPart,
}

/// <summary>How the scores of parts become one.</summary>
public enum FusionRule
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The share of parts that call positive.</summary>
    Majority,

    /// <summary>The highest.</summary>
    Max,

    /// <summary>Their mean, weighed by each part's accuracy on validation cases (the soft vote of AD-DL and ClinicaDL).</summary>
    Accuracy,

    /// <summary>A small network.</summary>
    Network,
}
