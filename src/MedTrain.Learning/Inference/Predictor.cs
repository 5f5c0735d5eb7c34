using MedTrain.Learning.Batching;
using MedTrain.Learning.Models;
using MedTrain.Learning.Objectives;
using MedTrain.Learning.Training;
using static TorchSharp.torch;

namespace MedTrain.Learning.Inference;

/// <summary>Runs a network over cases without gradients.</summary>
public static class Predictor
{
    /// <summary>Scores and loss of all cases of <paramref name="batches"/>, in their order. Leaves the network in eval mode.</summary>
    public static CasePredictions Run(
        Network network, Objective objective, BatchLoader batches, TrainingConfig config, Device device, CancellationToken cancellation)
    {
        network.eval();
        using var noGradient = no_grad();
        var scores = new List<float[]>(batches.Cases.Count);
        double lossSum = 0, known = 0;
        foreach (var batch in batches.InOrder(cancellation))
        {
            using (batch)
            {
                using var scope = NewDisposeScope();
                Tensor output;
                using (Arithmetic.Use(config.Precision, device))
                {
                    output = network.Call(batch.Images(device, config.ChannelsLast), batch.Context(device)); // [N, K]
                }

                var (batchLoss, batchKnown) = objective.Loss(output, batch.Labels(device));
                lossSum += batchLoss.item<float>();
                known += batchKnown.item<float>();
                float[] values = [.. objective.Scores(output).cpu().data<float>()]; // [N * K]
                scores.AddRange(values.Chunk(values.Length / batch.Cases.Count));
            }

            cancellation.ThrowIfCancellationRequested();
        }

        return new CasePredictions(batches.Cases, scores, known > 0 ? lossSum / known : double.NaN);
    }
}
