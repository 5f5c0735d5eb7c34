using MedTrain.Learning.Batching;
using MedTrain.Learning.Models;
using MedTrain.Learning.Objectives;
using MedTrain.Learning.Training;
using static TorchSharp.torch;

namespace MedTrain.Learning.Inference;

/// <summary>Runs a network over cases without gradients.</summary>
public static class Predictor
{
    /// <summary>
    /// Scores and loss of all cases of <paramref name="batches"/>, in their order; with <see cref="TrainingConfig.TestTime"/> their means
    /// over its views. Leaves the network in eval mode.
    /// </summary>
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
                var views = TestTimeViews.Of(batch.Images(device, config.UsesChannelsLast), config.TestTime);
                var mean = new float[batch.Cases.Count][];
                foreach (var view in views)
                {
                    Tensor output;
                    using (Arithmetic.Use(config.Precision, device))
                    {
                        output = network.Call(view, batch.Context(device)); // [N, K]
                    }

                    var (batchLoss, batchKnown) = objective.Loss(output, batch.Labels(device));
                    lossSum += batchLoss.item<float>() / views.Count;
                    known += (double)batchKnown.item<float>() / views.Count;
                    float[] values = [.. objective.Scores(output).cpu().data<float>()]; // [N * K]
                    AddShare(mean, values, views.Count);
                }

                scores.AddRange(mean);
            }

            cancellation.ThrowIfCancellationRequested();
        }

        return new CasePredictions(batches.Cases, scores, known > 0 ? lossSum / known : double.NaN);
    }

    /// <summary>Adds the scores of one of several views to their mean.</summary>
    private static void AddShare(float[][] mean, float[] values, int views)
    {
        var perCase = values.Length / mean.Length;
        for (var number = 0; number < mean.Length; number++)
        {
            mean[number] ??= new float[perCase];
            for (var output = 0; output < perCase; output++)
            {
                mean[number][output] += values[(number * perCase) + output] / views;
            }
        }
    }
}
