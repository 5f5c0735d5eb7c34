using System.Diagnostics;
using MedTrain.Learning.Models;
using MedTrain.Learning.Training;
using MedTrain.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Learning.Benchmarking;

/// <summary>Measures how many images a second a network trains on or reads.</summary>
public sealed class ThroughputMeter : IDisposable
{
    private const int UncountedSteps = 2;
    private const int FewestSteps = 5;
    private const double TrainingCost = 3; // the backward pass computes two products for each of the forward pass

    private readonly ThroughputWork work;
    private readonly Network network;
    private readonly optim.Optimizer optimizer;
    private readonly ITorchExtras extras = TorchExtras.Current;

    /// <summary>Builds the network with random weights.</summary>
    /// <exception cref="ArgumentException">The network does not take such images.</exception>
    public ThroughputMeter(ThroughputWork work)
    {
        this.work = work;
        network = work.Model.Build(new NetworkOptions(work.Dims, (int)work.Image[0], Outputs: 1) { InputSize = [.. work.Image.Skip(1)] });
        MacsPerImage = LayerTable.Of(network, work.Image).Macs;
        network.to(work.Device);
        network.train(work.Training);
        if (HasChannelsLast)
        {
            extras.UseChannelsLast(network);
        }

        optimizer = optim.SGD(network.parameters(), 1e-4, momentum: 0.9);
    }

    /// <summary>Multiply-accumulate operations of convolutions and linear layers in one image's forward pass.</summary>
    public long MacsPerImage { get; }

    /// <summary>Measures one batch size.</summary>
    public Throughput Measure(int batchSize)
    {
        using var scope = NewDisposeScope();
        var images = randn([batchSize, .. work.Image], device: work.Device);
        images = HasChannelsLast ? extras.ToChannelsLast(images) : images;
        for (var i = 0; i < UncountedSteps; i++)
        {
            Step(images);
        }

        var memory = new PeakMemory(work.Device);
        if (memory.IsCounted) { memory.Reset(); }

        var steps = new List<double>();
        var clock = Stopwatch.StartNew();
        while (steps.Count < FewestSteps || clock.Elapsed < work.Duration)
        {
            var start = clock.Elapsed;
            Step(images);
            steps.Add((clock.Elapsed - start).TotalSeconds);
        }

        return Result(batchSize, steps, clock.Elapsed.TotalSeconds, memory.IsCounted ? memory.Bytes : null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        optimizer.Dispose();
        network.Dispose();
    }

    // As a training chooses by itself.
    private bool HasChannelsLast => work.LowPrecision is not null;

    private bool OnCard => work.Device.type == DeviceType.CUDA;

    private Throughput Result(int batchSize, List<double> steps, double seconds, long? peak)
    {
        var ordered = steps.Order().ToList();
        var median = ordered[ordered.Count / 2];
        var flops = 2.0 * MacsPerImage * batchSize * (work.Training ? TrainingCost : 1) / median;
        return new(
            batchSize, steps.Count, batchSize / median, batchSize / ordered[ordered.Count * 9 / 10], batchSize / ordered[ordered.Count / 10],
            median, peak, flops, seconds);
    }

    private void Step(Tensor images)
    {
        using var scope = NewDisposeScope();
        if (work.Training)
        {
            network.zero_grad();
            Forward(images).to(float32).square().mean().backward();
            optimizer.step();
        }
        else
        {
            using var mode = inference_mode();
            Forward(images);
        }

        if (OnCard)
        {
            cuda.synchronize(work.Device);
        }
    }

    private Tensor Forward(Tensor images)
    {
        using var precision = work.LowPrecision is { } type ? extras.Autocast(work.Device.type, type) : null;
        return network.call(images);
    }
}
