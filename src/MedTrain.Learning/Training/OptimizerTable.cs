using MedTrain.Data;
using MedTrain.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedTrain.Learning.Training;

/// <summary>One optimizer an experiment file can name.</summary>
/// <param name="Name">Its name in the YAML.</param>
/// <param name="Settings">The settings it has besides the learning rate, as properties of <see cref="OptimizerConfig"/>.</param>
/// <param name="Create">Builds it for groups of parameters.</param>
public sealed record OptimizerRow(
    string Name, IReadOnlyList<string> Settings, Func<IReadOnlyList<ParameterGroup>, OptimizerConfig, optim.Optimizer> Create)
{
    /// <summary>Whether a step computes loss and gradient several times, by itself.</summary>
    public bool UsesClosure { get; init; }

    /// <summary>Changes the gradients before each step; null for most.</summary>
    public Action<IReadOnlyList<ParameterGroup>>? Prepare { get; init; }

    /// <summary>Builds it with a state that a checkpoint can hold.</summary>
    /// <exception cref="TorchFeatureMissingException">The provider's L-BFGS keeps its state to itself.</exception>
    public OptimizerHelper Build(IReadOnlyList<ParameterGroup> groups, OptimizerConfig config) =>
        Create(groups, config) as OptimizerHelper ?? throw new TorchFeatureMissingException(
            TorchFeature.SavableLbfgs, TorchExtras.Current.Provider,
            $"Name another optimizer than {Name}, or build with -p:TorchProvider=system.");
}

/// <summary>Every optimizer an experiment file can name, with PyTorch's defaults for what the file does not say.</summary>
public static class OptimizerTable
{
    private const string Decay = nameof(OptimizerConfig.WeightDecay);
    private const string Momentum = nameof(OptimizerConfig.Momentum);
    private const string Nesterov = nameof(OptimizerConfig.Nesterov);
    private const string Beta1 = nameof(OptimizerConfig.Beta1);
    private const string Beta2 = nameof(OptimizerConfig.Beta2);
    private const string Iterations = nameof(OptimizerConfig.Iterations);
    private const string Epsilon = nameof(OptimizerConfig.Epsilon);

    /// <summary>The rows.</summary>
    public static IReadOnlyList<OptimizerRow> Optimizers { get; } =
    [
        new("adam", [Decay, Beta1, Beta2, Epsilon], (groups, config) => optim.Adam(groups.Select(group => new Adam.ParamGroup(
            group.Parameters, Rate(group, config), config.Beta1 ?? 0.9, config.Beta2 ?? 0.999, config.Epsilon ?? 1e-8, group.WeightDecay)))),
        new("adamw", [Decay, Beta1, Beta2, Epsilon], (groups, config) => optim.AdamW(groups.Select(group => new AdamW.ParamGroup(
            group.Parameters, Rate(group, config), config.Beta1 ?? 0.9, config.Beta2 ?? 0.999, config.Epsilon ?? 1e-8, group.WeightDecay)))),
        new("adamax", [Decay, Beta1, Beta2, Epsilon], (groups, config) => optim.Adamax(groups.Select(group => new Adamax.ParamGroup(
            group.Parameters, Rate(group, config), config.Beta1 ?? 0.9, config.Beta2 ?? 0.999, config.Epsilon ?? 1e-8, group.WeightDecay)))),
        new("nadam", [Decay, Beta1, Beta2, Epsilon], (groups, config) => optim.NAdam(groups.Select(group => new NAdam.ParamGroup(
            group.Parameters, Rate(group, config), config.Beta1 ?? 0.9, config.Beta2 ?? 0.999, config.Epsilon ?? 1e-8, group.WeightDecay)))),
        new("radam", [Decay, Beta1, Beta2, Epsilon], (groups, config) => optim.RAdam(groups.Select(group => new RAdam.ParamGroup(
            group.Parameters, Rate(group, config), config.Beta1 ?? 0.9, config.Beta2 ?? 0.999, config.Epsilon ?? 1e-8, group.WeightDecay)))),
        new("sgd", [Decay, Momentum, Nesterov], (groups, config) => Sgd(groups, config, group => group.WeightDecay)),
        new("lars", [Decay, Momentum, Nesterov], (groups, config) => Sgd(groups, config, _ => 0)) { Prepare = LayerwiseRates.Apply },
        new("rmsprop", [Decay, Momentum, Beta2, Epsilon], (groups, config) => optim.RMSProp(groups.Select(group => new RMSProp.ParamGroup(
            group.Parameters, Rate(group, config), config.Epsilon ?? 1e-8, config.Beta2 ?? 0.99, group.WeightDecay, config.Momentum ?? 0)))),
        new("adagrad", [Decay, Epsilon], (groups, config) => optim.Adagrad(groups.Select(group => new Adagrad.ParamGroup(
            group.Parameters, Rate(group, config), 0, group.WeightDecay, 0, config.Epsilon ?? 1e-10)))),
        new("adadelta", [Decay, Beta2, Epsilon], (groups, config) => optim.Adadelta(groups.Select(group => new Adadelta.ParamGroup(
            group.Parameters, Rate(group, config), config.Beta2 ?? 0.9, config.Epsilon ?? 1e-6, group.WeightDecay)))),
        new("lbfgs", [Iterations], (groups, config) => optim.LBFGS(
            groups.SelectMany(group => group.Parameters), config.LearningRate, config.Iterations ?? 20)) { UsesClosure = true },
    ];

    /// <summary>The names, in the table's order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Optimizers.Select(row => row.Name)];

    /// <summary>The row of a name.</summary>
    /// <exception cref="ArgumentException">The table has no such name (the plan checks names before).</exception>
    public static OptimizerRow Find(string name) => Optimizers.FirstOrDefault(row => row.Name == name)
        ?? throw new ArgumentException($"There is no optimizer '{name}'. {NearestName.Advice(name, Names)}", nameof(name));

    /// <summary>The settings that the config gives and the optimizer does not have: properties of <see cref="OptimizerConfig"/>, and values.</summary>
    public static IEnumerable<(string Setting, object Value)> Foreign(OptimizerConfig config)
    {
        (string Name, object? Value)[] given =
        [
            (Decay, config.WeightDecay > 0 ? config.WeightDecay : null), (Momentum, config.Momentum), (Nesterov, config.Nesterov),
            (Beta1, config.Beta1), (Beta2, config.Beta2), (Epsilon, config.Epsilon), (Iterations, config.Iterations),
        ];
        return given.Where(setting => setting.Value is not null && !Find(config.Name).Settings.Contains(setting.Name))
            .Select(setting => (setting.Name, setting.Value!));
    }

    private static double Rate(ParameterGroup group, OptimizerConfig config) => config.LearningRate * group.RateFactor;

    private static SGD Sgd(IReadOnlyList<ParameterGroup> groups, OptimizerConfig config, Func<ParameterGroup, double> decay) => optim.SGD(
        groups.Select(group => new SGD.ParamGroup(
            group.Parameters, Rate(group, config), config.Momentum ?? 0.9, 0, decay(group), config.Nesterov ?? false)),
        config.LearningRate);
}
