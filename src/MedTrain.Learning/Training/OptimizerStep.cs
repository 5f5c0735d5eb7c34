using MedTrain.Learning.Batching;

namespace MedTrain.Learning.Training;

/// <summary>Makes optimizer steps. The only place that calls <c>optimizer.step()</c>.</summary>
internal sealed class OptimizerStep(TrainingSession session)
{
    private readonly StepGradient gradients = new(session);

    /// <summary>Sets the rate of every group to a multiple of the given one.</summary>
    public void SetRate(double rate)
    {
        foreach (var (group, ours) in session.Optimizer.ParamGroups.Zip(session.Trainable.Groups))
        {
            group.LearningRate = rate * ours.RateFactor;
        }
    }

    /// <summary>Computes the gradient of some batches and follows it.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="batches">The step's batches.</param>
    /// <exception cref="NonFiniteLossException">The loss of a batch is not finite; no step was made.</exception>
    public StepLoss Make(int epoch, IReadOnlyList<Batch> batches)
    {
        var loss = gradients.Compute(epoch, batches);
        if (loss.IsUsable)
        {
            session.OptimizerRow.Prepare?.Invoke(session.Trainable.Groups);
            // Outside the batches' scopes: an optimizer may make its state in its first step.
            session.Optimizer.step(session.OptimizerRow.UsesClosure ? () => gradients.Compute(epoch, batches).Mean : null);
        }

        return loss;
    }
}
