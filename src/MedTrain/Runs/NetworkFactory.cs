using MedTrain.Configuration;
using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using MedTrain.Learning.Objectives;
using MedTrain.Learning.Training;
using MedTrain.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Runs;

/// <summary>Builds an experiment's network for images of a given shape.</summary>
internal static class NetworkFactory
{
    /// <summary>A network with initial weights from libtorch's generator as it stands, on the device and in the experiment's memory order.</summary>
    /// <param name="config">The experiment.</param>
    /// <param name="sampleShape">Shape of one sample, <c>[C, (D,) H, W]</c>.</param>
    /// <param name="labels">Labels, or classes.</param>
    /// <param name="device">Where to put it.</param>
    /// <param name="context">Numbers of tabular context beside an image; 0 = none.</param>
    /// <param name="prepare">Done to the network before it is joined with context or further views, such as loading weights.</param>
    /// <exception cref="RunFolderException">The network cannot take images of that shape.</exception>
    public static Network Create(ExperimentConfig config, IReadOnlyList<long> sampleShape, int labels, Device device, int context = 0, Action<Network>? prepare = null)
    {
        var dims = (SpatialDims)(sampleShape.Count - 1);
        if (config.Model.Dims is { } asked && asked != (int)dims)
        {
            throw new RunFolderException(
                $"model.dims is {asked}, but the preprocessed images are {(int)dims}D (one sample is [{string.Join(", ", sampleShape)}]). Leave model.dims out, or change the preprocessing.");
        }

        var outputs = ObjectiveTable.Outputs(config.Training.Objective, config.Task, labels);
        var network = Build(config, sampleShape, outputs, context, prepare);
        if (network.InputProblem([1, .. sampleShape]) is { } problem)
        {
            throw new RunFolderException(problem);
        }

        return Place(network, config.Training, device);
    }

    /// <summary>Moves a network to the device and into the memory order that the training wants, with its blocks recomputed if asked for.</summary>
    public static Network Place(Network network, TrainingConfig training, Device device)
    {
        network.to(device);
        if (training.ActivationCheckpointing)
        {
            network.RecomputeBlocks();
        }

        if (training.UsesChannelsLast)
        {
            TorchExtras.Current.UseChannelsLast(network);
        }

        return network;
    }

    private static Network Build(ExperimentConfig config, IReadOnlyList<long> sampleShape, int outputs, int context, Action<Network>? prepare)
    {
        var views = 1 + config.Data.Views.Count;
        try
        {
            var network = ModelTable.Find(config.Model.Name).Build(
                new((SpatialDims)(sampleShape.Count - 1), (int)sampleShape[0] / views, outputs, config.Model.Dropout)
                {
                    InputSize = [.. sampleShape.Skip(1)],
                });
            prepare?.Invoke(network);
            return views > 1 || context > 0 ? new JoinedNetwork(network, views, context) : network;
        }
        catch (ArgumentException problem)
        {
            throw new RunFolderException(problem.Message.Split(" (Parameter")[0]);
        }
    }
}
