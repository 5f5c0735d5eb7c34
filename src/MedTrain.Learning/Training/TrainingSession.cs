using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Batching;
using MedTrain.Learning.Models;
using MedTrain.Learning.Objectives;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedTrain.Learning.Training;

/// <summary>Everything the loop needs, built and on its device. Its tensors belong to the dispose scope it was made in.</summary>
public sealed class TrainingSession
{
    /// <summary>Puts a session together; optimizer and averages are made here.</summary>
    /// <param name="network">The network.</param>
    /// <param name="criterion">What it is trained for.</param>
    /// <param name="training">Shuffled, augmented batches.</param>
    /// <param name="validation">Validation batches in order.</param>
    /// <param name="config">The training settings.</param>
    /// <param name="seed">The experiment's seed.</param>
    /// <param name="fold">The fold, part of every random stream.</param>
    /// <param name="device">Where the network is.</param>
    /// <exception cref="TrainingException">The network has no such stage, or nothing of it is left to train.</exception>
    public TrainingSession(
        Network network, Criterion criterion, BatchLoader training, BatchLoader validation, TrainingConfig config, long seed, int fold,
        Device device)
    {
        (Network, Criterion, TrainingBatches, ValidationBatches) = (network, criterion, training, validation);
        (Config, Seed, Fold, Device) = (config, seed, fold, device);
        Trainable = new TrainableParameters(network, config.Transfer, config.Optimizer);
        var row = OptimizerTable.Find(config.Optimizer.Name);
        (Optimizer, OptimizerRow) = (row.Build(Trainable.Groups, config.Optimizer), row);
        Average = config.Averaging.Kind == AveragingKind.None ? null : new WeightAverage(network, config.Averaging);
        Scale = config.Precision == Precision.Fp16 ? new LossScale() : null;
    }

    /// <summary>The same for a network that learns an objective from labels.</summary>
    /// <param name="task">The task.</param>
    /// <param name="network">The network.</param>
    /// <param name="objective">Its loss and scores.</param>
    /// <param name="training">Shuffled, augmented batches.</param>
    /// <param name="validation">Validation batches in order.</param>
    /// <param name="config">The training settings.</param>
    /// <param name="seed">The experiment's seed.</param>
    /// <param name="fold">The fold, part of every random stream.</param>
    /// <param name="device">Where the network is.</param>
    public TrainingSession(
        PredictionTask task, Network network, Objective objective, BatchLoader training, BatchLoader validation, TrainingConfig config,
        long seed, int fold, Device device)
        : this(network, new SupervisedCriterion(task, network, objective, config, device), training, validation, config, seed, fold, device)
    {
    }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>What it is trained for.</summary>
    public Criterion Criterion { get; }

    /// <summary>The task of a network that learns from labels.</summary>
    public PredictionTask Task => Supervised.Task;

    /// <summary>The loss and scores of a network that learns from labels.</summary>
    public Objective Objective => Supervised.Objective;

    /// <summary>Shuffled, augmented batches.</summary>
    public BatchLoader TrainingBatches { get; }

    /// <summary>Validation batches in order.</summary>
    public BatchLoader ValidationBatches { get; }

    /// <summary>The training settings.</summary>
    public TrainingConfig Config { get; }

    /// <summary>The experiment's seed.</summary>
    public long Seed { get; }

    /// <summary>The fold, part of every random stream.</summary>
    public int Fold { get; }

    /// <summary>Where the network is.</summary>
    public Device Device { get; }

    /// <summary>What of the network is trained.</summary>
    public TrainableParameters Trainable { get; }

    /// <summary>The optimizer over the trained parameters.</summary>
    public OptimizerHelper Optimizer { get; }

    /// <summary>What kind of optimizer that is.</summary>
    public OptimizerRow OptimizerRow { get; }

    /// <summary>The average of the weights; null when there is none.</summary>
    public WeightAverage? Average { get; }

    /// <summary>Scaling of the loss; null but for fp16.</summary>
    public LossScale? Scale { get; }

    /// <summary>Optimizer steps in an epoch; the last may have fewer batches than the others.</summary>
    public int StepsPerEpoch => (TrainingBatches.BatchCount + Config.Accumulate - 1) / Config.Accumulate;

    private SupervisedCriterion Supervised =>
        Criterion as SupervisedCriterion ?? throw new InvalidOperationException("The network is trained without labels, so it has no objective.");
}
