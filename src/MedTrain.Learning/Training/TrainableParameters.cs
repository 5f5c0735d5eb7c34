using System.Text.RegularExpressions;
using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using TorchSharp.Modules;

namespace MedTrain.Learning.Training;

/// <summary>Which parameters of a network are trained in which epoch, and how fast.</summary>
public sealed class TrainableParameters
{
    // Kernels of convolutions have at least four axes: outputs, inputs, height, width.
    private const int KernelAxes = 4;

    private readonly Network network;
    private readonly TransferConfig config;
    private readonly IReadOnlyList<Entry> entries;

    /// <summary>Works out the parameters of a network.</summary>
    /// <exception cref="TrainingException">A stage is unknown, or nothing is left to train.</exception>
    public TrainableParameters(Network network, TransferConfig config, OptimizerConfig optimizer)
    {
        (this.network, this.config) = (network, config);
        var named = config.Freeze.Concat(config.Unfreeze.SelectMany(step => step.Stages)).Concat(config.LearningRates.Keys);
        foreach (var unknown in named.Except(Stages(network)).Take(1))
        {
            throw new TrainingException(
                $"training.transfer names the stage {unknown}, which {network.GetName()} does not have. Its stages are {string.Join(", ", Stages(network))}.");
        }

        entries = Entries();
        var trained = entries.Where(entry => entry.From is not null).ToList();
        if (trained.Count == 0)
        {
            throw new TrainingException("training.transfer freezes every parameter of the network, so there is nothing to train. Leave a stage unfrozen.");
        }

        Groups = [.. trained.GroupBy(entry => (entry.RateFactor, Decays: optimizer.DecayNormsAndBiases || entry.Parameter.dim() > 1))
            .Select(group => new ParameterGroup(
                [.. group.Select(entry => entry.Parameter)], group.Key.RateFactor, group.Key.Decays ? optimizer.WeightDecay : 0))];
    }

    /// <summary>The parameters that are trained in some epoch.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>All parameters of the groups.</summary>
    public IEnumerable<Parameter> All => Groups.SelectMany(group => group.Parameters);

    /// <summary>How many numbers are trained in an epoch.</summary>
    public long CountIn(int epoch) => entries.Where(entry => entry.From <= epoch).Sum(entry => entry.Parameter.numel());

    /// <summary>Sets an epoch's gradients on or off, and training mode with it.</summary>
    public void Begin(int epoch)
    {
        foreach (var entry in entries)
        {
            entry.Parameter.requires_grad = entry.From <= epoch;
        }

        network.train();
        foreach (var (path, module) in ModuleTree.Walk(network).Where(_ => config.BatchNorm != BatchNormStatistics.Update))
        {
            if (module.named_buffers(recurse: false).Any(buffer => buffer.name == "running_mean")
                && (config.BatchNorm == BatchNormStatistics.Keep || !IsTrained(path, epoch)))
            {
                module.eval();
            }
        }
    }

    private bool IsTrained(string module, int epoch) =>
        entries.Any(entry => entry.From <= epoch && entry.Key.StartsWith(module + ".", StringComparison.Ordinal));

    private static IEnumerable<string> Stages(Network network) => network.Anatomy.Stages.Select(stage => stage.Name);

    private List<Entry> Entries()
    {
        var stages = network.Anatomy.Stages;
        var all = network.named_parameters().ToList();
        var kernels = all.Index().Where(entry => entry.Item.parameter.dim() >= KernelAxes).Select(entry => entry.Index).ToList();
        var first = config.TrainLastConvolutions is { } last && last < kernels.Count
            ? (last == 0 ? kernels[^1] + 1 : kernels[^last])
            : 0;
        return [.. all.Index().Select(one =>
        {
            var (key, parameter) = one.Item;
            var stage = stages.Index().First(part => part.Item.Holds(key));
            return new Entry(key, parameter, FirstEpoch(key, stage.Item.Name, one.Index >= first), Factor(stage.Index, stage.Item.Name));
        })];
    }

    /// <summary>The first epoch in which a parameter is trained; null when it never is.</summary>
    private int? FirstEpoch(string key, string stage, bool isLate)
    {
        var isHead = key.StartsWith(network.Anatomy.Head + ".", StringComparison.Ordinal);
        var frozen = !isLate || config.Freeze.Contains(stage) || (config.FreezeMatching is { } pattern && Regex.IsMatch(key, pattern));
        var released = config.Unfreeze.Where(step => step.Stages.Contains(stage)).Select(step => (int?)step.Epoch).Min();
        int? from = frozen ? released : 1;
        return from is { } epoch && !isHead ? Math.Max(epoch, config.HeadWarmupEpochs + 1) : from;
    }

    private double Factor(int index, string stage) => config.LearningRates.TryGetValue(stage, out var given)
        ? given
        : Math.Pow(config.LayerDecay, network.Anatomy.Stages.Count - 1 - index);

    private sealed record Entry(string Key, Parameter Parameter, int? From, double RateFactor);
}
