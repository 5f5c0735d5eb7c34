using MedTrain.Data;
using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Batching;
using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using MedTrain.Learning.Objectives;
using MedTrain.Learning.Training;
using MedTrain.Torch;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Training;

/// <summary>Noise images with a bright square or without one: a task that the small network learns in a few steps.</summary>
internal static class ToyTask
{
    private const int Side = 16;

    /// <summary>The images of the task.</summary>
    public static SampleSource Images { get; } = new([1, Side, Side], Draw);

    /// <summary>Settings under which it trains quickly.</summary>
    public static TrainingConfig Config { get; } = new()
    {
        Epochs = 4,
        BatchSize = 8,
        ChannelsLast = false,
        Optimizer = new OptimizerConfig { Name = "adamw", LearningRate = 0.01 },
        Schedule = new ScheduleConfig { Shape = ScheduleShape.Cosine },
    };

    /// <summary>The optimizers that this provider of tensors offers.</summary>
    public static IEnumerable<string> Optimizers => OptimizerTable.Names.Where(name => name != "lbfgs" || TorchExtras.Current.Provider == "system");

    /// <summary>A session with a fresh network; equal for equal arguments.</summary>
    public static TrainingSession Session(TrainingConfig? config = null, int cases = 48, SampleSource? images = null, double dropout = 0.1, int threads = 1)
    {
        config ??= Config;
        manual_seed(3);
        var network = ModelTable.Find("simple-cnn").Build(new NetworkOptions(SpatialDims.Two, 1, 1, Dropout: dropout));
        return new TrainingSession(
            network,
            new SupervisedCriterion(PredictionTask.Binary, network, ObjectiveTable.Create(config.Objective, PredictionTask.Binary, [], 1), config, CPU),
            new BatchLoader(images ?? Images, Cases(0, cases), config.BatchSize, [new RandomShift { Fraction = 0.1 }], 5, new BatchingConfig { Threads = threads }),
            new BatchLoader(images ?? Images, Cases(1000, 16), config.BatchSize, [], 5),
            config,
            seed: 5,
            fold: 0,
            CPU);
    }

    /// <summary>All parameters and buffers, byte by byte.</summary>
    public static byte[] Bits(TrainingSession session) =>
        [.. session.Network.state_dict().OrderBy(entry => entry.Key, StringComparer.Ordinal).SelectMany(entry => entry.Value.contiguous().bytes.ToArray())];

    /// <summary>Trains some epochs without saving.</summary>
    public static TrainingProgress Train(TrainingSession session, int epochs, TrainingProgress? from = null)
    {
        var progress = from ?? TrainingProgress.Start;
        var loop = new TrainingLoop(session);
        for (var i = 0; i < epochs; i++)
        {
            progress = progress.After(loop.RunEpoch(progress, null, default), session.Config);
        }

        return progress;
    }

    private static LabelledCase[] Cases(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(index => new LabelledCase(index, $"case-{index}", [index % 2]))];

    private static void Draw(int index, Span<float> image)
    {
        var random = new CounterRandom(1, RandomStream.Synthesis, index);
        for (var i = 0; i < image.Length; i++)
        {
            var inSquare = i / Side is >= 5 and < 10 && i % Side is >= 5 and < 10;
            image[i] = (float)(0.5 * random.NextNormal()) + (inSquare && index % 2 == 1 ? 1.5f : 0);
        }
    }
}
