using MedTrain.Configuration;
using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using MedTrain.Learning.Objectives;
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
    /// <exception cref="RunFolderException">The network cannot take images of that shape.</exception>
    public static Network Create(ExperimentConfig config, IReadOnlyList<long> sampleShape, int labels, Device device)
    {
        var dims = (SpatialDims)(sampleShape.Count - 1);
        if (config.Model.Dims is { } asked && asked != (int)dims)
        {
            throw new RunFolderException(
                $"model.dims is {asked}, but the preprocessed images are {(int)dims}D (one sample is [{string.Join(", ", sampleShape)}]). Leave model.dims out, or change the preprocessing.");
        }

        var outputs = ObjectiveTable.Outputs(config.Training.Objective, config.Task, labels);
        var network = Build(config.Model, sampleShape, outputs);
        if (network.InputProblem([1, .. sampleShape]) is { } problem)
        {
            throw new RunFolderException(problem);
        }

        network.to(device);
        if (config.Training.ChannelsLast)
        {
            TorchExtras.Current.UseChannelsLast(network);
        }

        return network;
    }

    private static Network Build(ModelConfig config, IReadOnlyList<long> sampleShape, int outputs)
    {
        try
        {
            return ModelTable.Find(config.Name).Build(new((SpatialDims)(sampleShape.Count - 1), (int)sampleShape[0], outputs, config.Dropout)
            {
                InputSize = [.. sampleShape.Skip(1)],
            });
        }
        catch (ArgumentException problem)
        {
            throw new RunFolderException(problem.Message.Split(" (Parameter")[0]);
        }
    }
}
