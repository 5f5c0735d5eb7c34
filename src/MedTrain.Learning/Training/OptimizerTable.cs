using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedTrain.Learning.Training;

/// <summary>One optimizer an experiment file can name.</summary>
/// <param name="Name">Its name in the YAML.</param>
/// <param name="Create">Builds it for the given parameters.</param>
public sealed record OptimizerRow(string Name, Func<IEnumerable<Parameter>, OptimizerConfig, OptimizerHelper> Create);

/// <summary>Every optimizer an experiment file can name, with PyTorch's defaults for what the file does not say.</summary>
public static class OptimizerTable
{
    /// <summary>The rows.</summary>
    public static IReadOnlyList<OptimizerRow> Optimizers { get; } =
    [
        new("adam", (parameters, config) => optim.Adam(parameters, config.LearningRate, weight_decay: config.WeightDecay)),
        new("adamw", (parameters, config) => optim.AdamW(parameters, config.LearningRate, weight_decay: config.WeightDecay)),
        new("sgd", (parameters, config) =>
            optim.SGD(parameters, config.LearningRate, momentum: config.Momentum ?? 0.9, weight_decay: config.WeightDecay)),
    ];

    /// <summary>The names, in the table's order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Optimizers.Select(row => row.Name)];

    /// <summary>Builds the named optimizer.</summary>
    /// <exception cref="ArgumentException">The table has no such name (the plan checks names before).</exception>
    public static OptimizerHelper Create(IEnumerable<Parameter> parameters, OptimizerConfig config)
    {
        var row = Optimizers.FirstOrDefault(row => row.Name == config.Name)
            ?? throw new ArgumentException($"There is no optimizer '{config.Name}'; there are {string.Join(", ", Names)}.", nameof(config));
        return row.Create(parameters, config);
    }
}
