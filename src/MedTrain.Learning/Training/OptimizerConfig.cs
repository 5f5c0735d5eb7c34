using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MedTrain.Learning.Training;

/// <summary>The <c>training.optimizer:</c> block. Settings that an optimizer does not have must be left out.</summary>
public sealed record OptimizerConfig
{
    /// <summary>Name in <see cref="OptimizerTable"/>.</summary>
    [Description("Optimizer: adam, adamw, sgd, and others (the error for an unknown name lists them).")]
    public string Name { get; init; } = "adam";

    /// <summary>Learning rate (at its highest, when a schedule changes it).</summary>
    [Description("Learning rate; with a schedule, its highest value.")]
    [Range(1e-12, 1e3)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>L2 penalty, or decoupled decay (adamw).</summary>
    [Description("Weight decay: decoupled for adamw, added to the gradient by the others.")]
    [Range(0, 1e3)]
    public double WeightDecay { get; init; }

    /// <summary>Whether norms' weights and all biases decay too.</summary>
    [Description("Whether weight decay also acts on biases and the weights of normalisation layers (all parameters of one dimension).")]
    public bool DecayNormsAndBiases { get; init; } = true;

    /// <summary>Share of the last step in the next.</summary>
    [Description("Share of the last step in the next (sgd: 0.9 unless given, rmsprop: 0).")]
    [Range(0, 0.9999)]
    public double? Momentum { get; init; }

    /// <summary>Nesterov's look-ahead.</summary>
    [Description("Nesterov's look-ahead (sgd).")]
    public bool? Nesterov { get; init; }

    /// <summary>Decay of the running mean of gradients.</summary>
    [Description("Decay of the running mean of gradients (adam's family; 0.9).")]
    [Range(0, 0.99999)]
    public double? Beta1 { get; init; }

    /// <summary>Decay of the running mean of squared gradients.</summary>
    [Description("Decay of the running mean of squared gradients (adam's family, 0.999; rmsprop, 0.99; adadelta, 0.9).")]
    [Range(0, 0.999999)]
    public double? Beta2 { get; init; }

    /// <summary>Added to the denominator.</summary>
    [Description("Added to the denominator of the step, against division by zero.")]
    [Range(0, 1)]
    public double? Epsilon { get; init; }

    /// <summary>Iterations in a step of lbfgs.</summary>
    [Description("Iterations in one step (lbfgs; 20).")]
    [Range(1, 10_000)]
    public int? Iterations { get; init; }
}
