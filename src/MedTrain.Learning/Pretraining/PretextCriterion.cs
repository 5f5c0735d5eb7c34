using MedTrain.Data;
using MedTrain.Learning.Batching;
using MedTrain.Learning.Models;
using MedTrain.Learning.Training;
using static TorchSharp.torch;

namespace MedTrain.Learning.Pretraining;

/// <summary>The loss of a pretext task, which needs no labels.</summary>
/// <param name="pretext">The task.</param>
/// <param name="network">The network that <see cref="Pretext.Build"/> made.</param>
/// <param name="config">The training settings.</param>
/// <param name="seed">The experiment's seed, for what is random in validation.</param>
/// <param name="device">Where the network is.</param>
public sealed class PretextCriterion(Pretext pretext, Network network, TrainingConfig config, long seed, Device device) : Criterion(config, device)
{
    /// <inheritdoc/>
    public override (Tensor Sum, Tensor Known) Loss(Batch batch)
    {
        var (sum, count) = pretext.Loss(Forward, Images(batch));
        return (sum, full_like(sum, count));
    }

    /// <summary>The mean loss over the validation images: the same views, noise and masks after every epoch.</summary>
    public override ValidationScores Validate(BatchLoader batches, int epoch, CancellationToken stop)
    {
        network.eval();
        using var noGradient = no_grad();
        double total = 0, terms = 0;
        foreach (var batch in batches.Shuffled(epoch: 1))
        {
            using (batch)
            {
                using var scope = NewDisposeScope();
                manual_seed((long)(new CounterRandom(seed, RandomStream.Dropout, -1, batch.Number).NextBits() >> 1));
                var (sum, known) = Loss(batch);
                (total, terms) = (total + sum.item<float>(), terms + known.item<float>());
            }

            stop.ThrowIfCancellationRequested();
        }

        return double.IsFinite(total)
            ? new ValidationScores(total / terms, new Dictionary<string, double?>())
            : throw new NonFiniteLossException(total, epoch, batches.BatchCount, ["of the validation part"]);
    }

    private Tensor Forward(Tensor images)
    {
        using var arithmetic = Arithmetic.Use(Config.Precision, Device);
        return network.call(images);
    }
}
