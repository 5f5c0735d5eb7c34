using MedTrain.Configuration;
using MedTrain.Data;
using MedTrain.Learning.Models;
using MedTrain.Learning.Pretrained;
using Serilog;
using static TorchSharp.torch;

namespace MedTrain.Runs;

/// <summary>The network that a fold begins with: drawn from the experiment's seed, then filled with weights from elsewhere.</summary>
internal static class InitialNetwork
{
    /// <summary>Draws the network; weights are loaded by <see cref="Load"/>.</summary>
    /// <param name="config">The experiment.</param>
    /// <param name="fold">The fold, part of the random stream.</param>
    /// <param name="shape">Shape of one sample, <c>[C, (D,) H, W]</c>.</param>
    /// <param name="labels">Labels, or classes.</param>
    /// <param name="device">Where to put it.</param>
    public static Network Draw(ExperimentConfig config, int fold, IReadOnlyList<long> shape, int labels, Device device)
    {
        Seed(config.Seed, fold);
        return NetworkFactory.Create(config, shape, labels, device);
    }

    /// <summary>Seeds libtorch's generator for a fold's initial weights.</summary>
    public static void Seed(long seed, int fold) =>
        manual_seed((long)(new CounterRandom(seed, RandomStream.Initialisation, fold).NextBits() >> 1));

    /// <summary>Fills a network with weights, and logs what became of them.</summary>
    /// <exception cref="PretrainedException">They do not fit.</exception>
    public static void Load(Network network, string weights, ModelConfig config, int fold, ILogger log)
    {
        var report = PretrainedWeights.Load(network, WeightsSource.Parse(weights), Options(config));
        log.Information("Fold {Fold}: weights of {File}: {Report}", fold, weights, report);
    }

    /// <summary>How a config wants weights to be loaded.</summary>
    public static PretrainedOptions Options(ModelConfig config) =>
        new() { Strict = config.Strict, Inflate = config.Inflate, TransferredParameters = config.TransferredParameters };
}
