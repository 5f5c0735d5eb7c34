using MedTrain.Learning.Batching;
using static TorchSharp.torch;

namespace MedTrain.Learning.Training;

/// <summary>What a session's network is trained for: the loss of a training batch, and what is watched after each epoch.</summary>
/// <param name="config">The training settings: precision and memory order.</param>
/// <param name="device">Where the network is.</param>
public abstract class Criterion(TrainingConfig config, Device device)
{
    /// <summary>The training settings.</summary>
    protected TrainingConfig Config => config;

    /// <summary>Where the network is.</summary>
    protected Device Device => device;

    /// <summary>
    /// Summed loss of a batch, and what it is to be divided by for the mean; both scalars in fp32. The network is in training mode, and
    /// libtorch's generator is seeded for the batch.
    /// </summary>
    public abstract (Tensor Sum, Tensor Known) Loss(Batch batch);

    /// <summary>What the validation batches give, without gradients. Leaves the network in eval mode.</summary>
    /// <param name="batches">The validation batches.</param>
    /// <param name="epoch">The epoch just trained, from 1, for messages.</param>
    /// <param name="stop">Checked between batches.</param>
    /// <exception cref="NonFiniteLossException">The weights are lost.</exception>
    public abstract ValidationScores Validate(BatchLoader batches, int epoch, CancellationToken stop);

    /// <summary>The images of a batch, <c>[N, C, (D,) H, W]</c>, where and how the network wants them.</summary>
    protected Tensor Images(Batch batch) => batch.Images(device, config.UsesChannelsLast);
}
