using System.Diagnostics;
using MedTrain.Data;
using MedTrain.Learning.Batching;
using MedTrain.Learning.Inference;
using static TorchSharp.torch;

namespace MedTrain.Learning.Training;

/// <summary>The training loop: epochs of steps, a validation after each. Writes nothing and decides nothing.</summary>
/// <param name="session">What is trained, and on what.</param>
public sealed class TrainingLoop(TrainingSession session)
{
    private readonly TrainingConfig config = session.Config;
    private readonly int stepsPerEpoch = session.TrainingBatches.BatchCount;

    /// <summary>Trains one epoch and validates.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="batchDone">Told after each batch: batches done, batches in the epoch.</param>
    /// <param name="cancellation">Checked between batches.</param>
    /// <exception cref="NonFiniteLossException">The loss became infinite or not a number.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the network is in the middle of the epoch.</exception>
    public EpochResult RunEpoch(int epoch, Action<int, int>? batchDone, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        session.Network.train();
        double lossSum = 0, known = 0;
        double? gradientNorm = null;
        foreach (var batch in session.TrainingBatches.Shuffled(epoch, cancellation))
        {
            using (batch)
            {
                var step = Step(epoch, batch);
                lossSum += step.LossSum;
                known += step.Known;
                gradientNorm = step.GradientNorm;
                batchDone?.Invoke(batch.Number + 1, stepsPerEpoch);
            }

            cancellation.ThrowIfCancellationRequested();
        }

        var trainingSeconds = clock.Elapsed.TotalSeconds;
        var validation = Predictor.Run(session.Network, session.Objective, session.ValidationBatches, config, session.Device, cancellation);
        return new EpochResult(
            epoch,
            known > 0 ? lossSum / known : double.NaN,
            validation.MeanLoss,
            validation.MacroAuc(session.Task),
            LearningRate.At(config, GlobalStep(epoch, stepsPerEpoch - 1), stepsPerEpoch),
            gradientNorm,
            clock.Elapsed.TotalSeconds,
            session.TrainingBatches.Cases.Count / trainingSeconds);
    }

    private (double LossSum, double Known, double? GradientNorm) Step(int epoch, Batch batch)
    {
        var step = GlobalStep(epoch, batch.Number);
        SetLearningRate(LearningRate.At(config, step, stepsPerEpoch));
        // Dropout depends on the step alone, so that a resumed run draws what an uninterrupted one would have.
        manual_seed((long)(new CounterRandom(session.Seed, RandomStream.Dropout, session.Fold, step).NextBits() >> 1));

        var (lossSum, known) = Backpropagate(epoch, batch);
        double? norm = config.ClipGradientNorm > 0
            ? nn.utils.clip_grad_norm_(session.Network.parameters(), config.ClipGradientNorm)
            : null;
        // Outside the batch's scope: an optimizer may make its state in its first step.
        session.Optimizer.step();
        return (lossSum, known, norm);
    }

    private (double LossSum, double Known) Backpropagate(int epoch, Batch batch)
    {
        using var scope = NewDisposeScope();
        session.Optimizer.zero_grad();
        var images = batch.Images(session.Device, config.ChannelsLast); // [N, C, (D,) H, W]
        var labels = batch.Labels(session.Device); // [N, K]
        Tensor output;
        using (Arithmetic.Use(config.Precision, session.Device))
        {
            output = session.Network.call(images); // [N, K]
        }

        var (lossSum, known) = session.Objective.Loss(output, labels);
        var loss = lossSum / known.clamp_min(1);
        var value = loss.item<float>();
        if (!float.IsFinite(value))
        {
            throw new NonFiniteLossException(value, epoch, batch.Number + 1, batch.Cases.Select(member => member.CaseId));
        }

        loss.backward();
        return (lossSum.item<float>(), known.item<float>());
    }

    private long GlobalStep(int epoch, int batch) => (long)(epoch - 1) * stepsPerEpoch + batch;

    private void SetLearningRate(double rate)
    {
        foreach (var group in session.Optimizer.ParamGroups)
        {
            group.LearningRate = rate;
        }
    }
}
