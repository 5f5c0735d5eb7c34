using MedTrain.Data.Cohorts;
using MedTrain.Learning.Batching;
using MedTrain.Learning.Inference;
using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using MedTrain.Learning.Pretrained;
using MedTrain.Runs;

namespace MedTrain.Configuration;

/// <summary>Builds the network of a config for the images there are, to find out before training whether they go together.</summary>
internal static class NetworkTrial
{
    /// <summary>Reports what does not fit at the keys of the <c>model:</c> section.</summary>
    /// <param name="bound">The config.</param>
    /// <param name="row">The network.</param>
    /// <param name="config">Its settings.</param>
    /// <param name="shape">Shape of every preprocessed image, <c>[C, (D,) H, W]</c>.</param>
    /// <param name="outputs">Number of outputs that the objective asks for.</param>
    public static void Run(BoundConfig bound, ModelRow row, ModelConfig config, IReadOnlyList<long> shape, int outputs)
    {
        var dims = (SpatialDims)(shape.Count - 1);
        var sides = string.Join(" x ", shape.Skip(1).Reverse());
        if (config.Dims is { } asked && asked != (int)dims)
        {
            var why = $"the preprocessed images are {(int)dims}D ({sides})";
            bound.Report("model.dims", $"{asked}", why, "leave the key out, or change the preprocessing");
            return;
        }

        if (!row.Dims.Contains(dims))
        {
            var why = $"there is no {(int)dims}D one, and the preprocessed images are {sides}";
            bound.Report("model.name", row.Name, why, "choose another model, or change the preprocessing");
            return;
        }

        TryAxes(bound, dims);
        using var network = Build(bound, row, config, shape, outputs);
        if (network is null) { return; }

        TryJoining(bound, network, config);
        if (network.InputProblem([1, .. shape]) is { } problem) { bound.Report("model.name", row.Name, problem, ""); }

        if (config.Pretrained is { } weights) { TryWeights(bound, network, weights, config); }
    }

    private static Network? Build(BoundConfig bound, ModelRow row, ModelConfig config, IReadOnlyList<long> shape, int outputs)
    {
        try
        {
            return row.Build(new((SpatialDims)(shape.Count - 1), (int)shape[0], outputs, config.Dropout) { InputSize = [.. shape.Skip(1)] });
        }
        catch (ArgumentException problem)
        {
            bound.Report("model.name", row.Name, problem.Message.Split(" (Parameter")[0], "");
            return null;
        }
    }

    // The axis before the rows of an image is that of its channels.
    private static void TryAxes(BoundConfig bound, SpatialDims dims)
    {
        if (dims != SpatialDims.Two) { return; }

        const string Why = "the preprocessed images are 2D";
        const string Remedy = "name x or y";
        var augmentations = bound.Find<IReadOnlyList<Augmentation>>("augmentation") ?? [];
        foreach (var (index, _) in augmentations.Index().Where(one => one.Item is RandomFlip flip && flip.Axes.Contains(ImageAxis.Z)))
        {
            bound.Report($"augmentation.{index}.flip.axes", "z", Why, Remedy);
        }

        if (bound.Find<TestTimeConfig>("training.test_time") is { } views && views.Flip.Contains(ImageAxis.Z))
        {
            bound.Report("training.test_time.flip", "z", Why, Remedy);
        }
    }

    private static void TryJoining(BoundConfig bound, Network network, ModelConfig config)
    {
        var views = 1 + (bound.Find<CohortConfig>("data")?.Views.Count ?? 0);
        if ((views > 1 || config.Context.Count > 0) && JoinedNetwork.Problem(network) is { } problem)
        {
            bound.Report("model.name", config.Name, problem, "");
        }
    }

    // Weights that cannot be found are reported where the config is read.
    private static void TryWeights(BoundConfig bound, Network network, string weights, ModelConfig config)
    {
        try
        {
            if (WeightsSource.Find(weights, out _) is { } source)
            {
                PretrainedWeights.Load(network, source, InitialNetwork.Options(config));
            }
        }
        catch (Exception exception) when (exception is PretrainedException or IOException)
        {
            bound.Report("model.pretrained", weights, exception.Message, "");
        }
    }
}
