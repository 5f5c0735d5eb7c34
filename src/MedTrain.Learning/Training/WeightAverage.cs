using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using static TorchSharp.torch;

namespace MedTrain.Learning.Training;

/// <summary>
/// An average of a network's weights over its training. Running statistics of normalisation layers are averaged along; whole numbers are
/// copied.
/// </summary>
public sealed class WeightAverage
{
    private readonly AveragingConfig config;
    private readonly IReadOnlyList<(string Key, Tensor Live, Tensor Mean)> entries;

    /// <summary>An average with nothing in it yet; its tensors belong to the dispose scope that is open now.</summary>
    public WeightAverage(Network network, AveragingConfig config)
    {
        using var noGradient = no_grad();
        this.config = config;
        entries = [.. ModuleTree.State(network).Select(entry => (entry.Key, entry.Value, entry.Value.detach().clone()))];
    }

    /// <summary>How many weights have been taken in.</summary>
    public long Count { get; private set; }

    /// <summary>The averaged weights by key.</summary>
    public IEnumerable<(string Key, Tensor Mean)> Weights => entries.Select(entry => (entry.Key, entry.Mean));

    /// <summary>Takes the network's weights in, if the kind of average does so now.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="endsEpoch">Whether the step just made was the epoch's last.</param>
    public void StepDone(int epoch, bool endsEpoch)
    {
        if (epoch < config.StartEpoch || (config.Kind == AveragingKind.Swa && !endsEpoch))
        {
            return;
        }

        // The share of the old average that is kept. A young exponential average follows quickly, or it would remember the initial weights.
        var kept = Count == 0 ? 0
            : config.Kind == AveragingKind.Swa ? Count / (Count + 1.0)
            : Math.Min(config.Decay, (1.0 + Count) / (10.0 + Count));
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (_, live, mean) in entries)
        {
            if (live.is_floating_point() && kept > 0)
            {
                mean.mul_(kept).add_(live, alpha: 1 - kept);
            }
            else
            {
                mean.copy_(live);
            }
        }

        Count++;
    }

    /// <summary>Gives the network the averaged weights until the result is disposed, which gives it its own back, bit for bit.</summary>
    public IDisposable Apply()
    {
        Exchange();
        return new Exchanged(this);
    }

    /// <summary>Takes over a saved average.</summary>
    public void Restore(IReadOnlyDictionary<string, Tensor> weights, long count)
    {
        using var noGradient = no_grad();
        foreach (var (key, _, mean) in entries)
        {
            mean.copy_(weights[key]);
        }

        Count = count;
    }

    private void Exchange()
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (_, live, mean) in entries)
        {
            var own = live.detach().clone();
            live.copy_(mean);
            mean.copy_(own);
        }
    }

    private sealed class Exchanged(WeightAverage average) : IDisposable
    {
        public void Dispose() => average.Exchange();
    }
}
