namespace MedTrain.Learning.Training;

/// <summary>The learning rate as a pure function of the step, so that a resumed run needs no scheduler state.</summary>
public static class LearningRate
{
    /// <summary>The rate for one step.</summary>
    /// <param name="config">The training settings.</param>
    /// <param name="step">The step, from 0, over the whole run.</param>
    /// <param name="stepsPerEpoch">Steps in an epoch.</param>
    public static double At(TrainingConfig config, long step, int stepsPerEpoch)
    {
        var peak = config.Optimizer.LearningRate;
        var warmup = config.Schedule.WarmupEpochs * stepsPerEpoch;
        if (step < warmup)
        {
            return peak * (step + 1) / (warmup + 1);
        }

        if (config.Schedule.Shape == ScheduleShape.Constant)
        {
            return peak;
        }

        var total = (double)config.Epochs * stepsPerEpoch;
        var progress = Math.Clamp((step - warmup) / Math.Max(1, total - warmup), 0, 1);
        return peak * 0.5 * (1 + Math.Cos(Math.PI * progress));
    }
}
