using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Batching;
using MedTrain.Learning.Models;
using MedTrain.Learning.Objectives;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedTrain.Learning.Training;

/// <summary>Everything the loop needs, built and on its device.</summary>
/// <param name="Task">The task.</param>
/// <param name="Network">The network.</param>
/// <param name="Objective">Its loss and scores.</param>
/// <param name="Optimizer">The optimizer over the network's parameters.</param>
/// <param name="TrainingBatches">Shuffled, augmented batches.</param>
/// <param name="ValidationBatches">Validation batches in order.</param>
/// <param name="Config">The training settings.</param>
/// <param name="Seed">The experiment's seed.</param>
/// <param name="Fold">The fold, part of every random stream.</param>
/// <param name="Device">Where the network is.</param>
public sealed record TrainingSession(
    PredictionTask Task,
    Network Network,
    Objective Objective,
    OptimizerHelper Optimizer,
    BatchLoader TrainingBatches,
    BatchLoader ValidationBatches,
    TrainingConfig Config,
    long Seed,
    int Fold,
    Device Device);
