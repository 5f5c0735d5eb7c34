using MedTrain.Data;
using MedTrain.Learning.Batching;
using static TorchSharp.torch;

namespace MedTrain.Learning.Training;

/// <summary>What the batches of one optimizer step gave.</summary>
/// <param name="Sum">Summed loss.</param>
/// <param name="Known">Known labels that the sum is over.</param>
/// <param name="Norm">L2 norm of the gradient before clipping; null when it was not asked for.</param>
/// <param name="IsUsable">False when fp16 gradients overflowed.</param>
internal sealed record StepLoss(double Sum, double Known, double? Norm, bool IsUsable)
{
    /// <summary>The mean loss as a tensor.</summary>
    public Tensor Mean => tensor((float)(Sum / Math.Max(1, Known)));
}

/// <summary>Computes the gradient of one optimizer step: that of the mean loss over all known labels of its batches.</summary>
internal sealed class StepGradient(TrainingSession session)
{
    private readonly TrainingConfig config = session.Config;

    /// <summary>Fills the parameters' gradients.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="batches">The step's batches.</param>
    /// <exception cref="NonFiniteLossException">The loss of a batch is not finite.</exception>
    public StepLoss Compute(int epoch, IReadOnlyList<Batch> batches)
    {
        session.Network.zero_grad(set_to_none: true); // not zero: backward then hands its own tensor over instead of adding to one

        double sum = 0, known = 0, divisor = 0;
        foreach (var batch in batches)
        {
            using var scope = NewDisposeScope();
            var loss = Forward(epoch, batch); // [2]: summed loss, known labels
            float[] values = [.. loss.detach().cpu().data<float>()];
            // How many labels the later batches know is not known yet: all are divided by the first one's, which is put right below.
            divisor = divisor > 0 ? divisor : Math.Max(1, values[1]);
            if (!float.IsFinite(values[0]))
            {
                throw new NonFiniteLossException(values[0], epoch, batch.Number + 1, batch.Cases.Select(member => member.CaseId));
            }

            (loss[0] / divisor * (session.Scale?.Value ?? 1)).backward();
            (sum, known) = (sum + values[0], known + values[1]);
        }

        return Finish(sum, known, divisor / Math.Max(1, known));
    }

    private Tensor Forward(int epoch, Batch batch)
    {
        // Dropout depends on the batch's number alone, so that a resumed run draws what an uninterrupted one would have.
        var number = ((long)(epoch - 1) * session.TrainingBatches.BatchCount) + batch.Number;
        manual_seed((long)(new CounterRandom(session.Seed, RandomStream.Dropout, session.Fold, number).NextBits() >> 1));
        var (sum, known) = session.Criterion.Loss(batch);
        return stack([sum, known]);
    }

    private StepLoss Finish(double sum, double known, double correction)
    {
        using var scope = NewDisposeScope();
        var usable = session.Scale?.Unscale(session.Trainable.All) ?? true;
        if (correction != 1)
        {
            using var noGradient = no_grad();
            foreach (var gradient in session.Trainable.All.Select(parameter => parameter.grad).OfType<Tensor>())
            {
                gradient.mul_(correction);
            }
        }

        Penalise();
        double? norm = config.ClipGradientNorm > 0 && usable
            ? nn.utils.clip_grad_norm_(session.Trainable.All, config.ClipGradientNorm)
            : null;
        if (config.ClipGradientValue > 0)
        {
            nn.utils.clip_grad_value_(session.Trainable.All, config.ClipGradientValue);
        }

        return new StepLoss(sum, known, norm, usable);
    }

    private void Penalise()
    {
        if (config.L1Penalty == 0 && config.L2Penalty == 0)
        {
            return;
        }

        foreach (var weight in session.Trainable.All.Where(parameter => parameter.requires_grad && parameter.dim() > 1))
        {
            (weight.abs().sum() * config.L1Penalty + weight.square().sum() * (config.L2Penalty / 2)).backward();
        }
    }
}
