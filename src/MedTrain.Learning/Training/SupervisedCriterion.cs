using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Batching;
using MedTrain.Learning.Inference;
using MedTrain.Learning.Models;
using MedTrain.Learning.Objectives;
using static TorchSharp.torch;

namespace MedTrain.Learning.Training;

/// <summary>The objective's loss against the labels; auxiliary heads take part with the weights that the reference trains with.</summary>
/// <param name="task">The task.</param>
/// <param name="network">The network.</param>
/// <param name="objective">Its loss and scores.</param>
/// <param name="config">The training settings.</param>
/// <param name="device">Where the network is.</param>
public class SupervisedCriterion(PredictionTask task, Network network, Objective objective, TrainingConfig config, Device device)
    : Criterion(config, device)
{
    /// <summary>The task.</summary>
    public PredictionTask Task => task;

    /// <summary>Its loss and scores.</summary>
    public Objective Objective => objective;

    /// <summary>The predictions of the last validation, without test-time views; null before the first.</summary>
    public CasePredictions? Validated { get; private set; }

    /// <inheritdoc/>
    public override (Tensor Sum, Tensor Known) Loss(Batch batch) => LabelLoss(Outputs(Images(batch), batch.Context(Device)), batch.Labels(Device));

    /// <inheritdoc/>
    public override ValidationScores Validate(BatchLoader batches, int epoch, CancellationToken stop)
    {
        var predictions = Predictor.Run(network, objective, batches, Config with { TestTime = null }, Device, stop);
        var broken = predictions.Cases.Zip(predictions.Scores).FirstOrDefault(pair => !pair.Second.All(float.IsFinite)).First;
        if (broken is not null) { throw new NonFiniteLossException(epoch, broken.CaseId); }

        Validated = predictions;
        var isLost = !double.IsFinite(predictions.MeanLoss) && predictions.Cases.Any(one => one.Labels.Any(float.IsFinite));
        return isLost ? throw new NonFiniteLossException(epoch, predictions.MeanLoss) : ValidationScores.Of(predictions, task, Config);
    }

    /// <summary>The network's outputs <c>[N, outputs]</c> each, under the chosen arithmetic.</summary>
    protected NetworkOutputs Outputs(Tensor images, Tensor? context)
    {
        using var arithmetic = Arithmetic.Use(Config.Precision, Device);
        return context is null ? network.TrainingOutputs(images) : new NetworkOutputs(network.Call(images, context), []);
    }

    /// <summary>Summed loss of the outputs, auxiliary ones weighted, and the number of known labels.</summary>
    protected (Tensor Sum, Tensor Known) LabelLoss(NetworkOutputs outputs, Tensor labels)
    {
        var (sum, known) = objective.Loss(outputs.Main, labels);
        foreach (var (output, weight) in outputs.Auxiliary.Zip(network.Anatomy.AuxiliaryWeights))
        {
            sum += objective.Loss(output, labels).Sum * weight;
        }

        return (sum, known);
    }
}
