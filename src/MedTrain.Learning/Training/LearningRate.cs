namespace MedTrain.Learning.Training;

/// <summary>
/// The learning rate as a pure function of the step (and, for a plateau, of the finished epochs), so that a resumed run needs no
/// scheduler state. With <c>per: epoch</c> the values are those of PyTorch's schedulers.
/// </summary>
public static class LearningRate
{
    /// <summary>The rate for one optimizer step.</summary>
    /// <param name="config">The training settings.</param>
    /// <param name="step">The step, from 0, over the whole run.</param>
    /// <param name="stepsPerEpoch">Steps in an epoch.</param>
    /// <param name="history">The finished epochs.</param>
    public static double At(TrainingConfig config, long step, int stepsPerEpoch, IReadOnlyList<EpochResult> history)
    {
        var schedule = config.Schedule;
        var peak = config.Optimizer.LearningRate;
        // Everything below counts in the schedule's unit: steps, or whole epochs.
        var unitsPerEpoch = schedule.Per == ScheduleUnit.Batch ? stepsPerEpoch : 1;
        var at = schedule.Per == ScheduleUnit.Batch ? step : step / stepsPerEpoch;
        var warmup = schedule.WarmupEpochs * unitsPerEpoch;
        if (at < warmup)
        {
            return peak * (at + 1) / (warmup + 1);
        }

        var total = (double)config.Epochs * unitsPerEpoch;
        return schedule.Shape switch
        {
            ScheduleShape.Constant => peak,
            ScheduleShape.Step => peak * Math.Pow(schedule.Factor ?? 0.1, Math.Floor(at / ((schedule.EveryEpochs ?? 10) * unitsPerEpoch))),
            ScheduleShape.MultiStep => peak * Math.Pow(schedule.Factor ?? 0.1, schedule.AtEpochs!.Count(epoch => epoch * unitsPerEpoch <= at)),
            ScheduleShape.Exponential => peak * Math.Pow(schedule.Factor ?? 0.95, (at - warmup) / unitsPerEpoch),
            ScheduleShape.Cosine => HalfCosine(peak, schedule.Lowest ?? 0, Share(at - warmup, total - warmup)),
            ScheduleShape.CosineRestarts => Restarts(schedule, peak, (at - warmup) / unitsPerEpoch),
            ScheduleShape.OneCycle => OneCycle(schedule, peak, at - warmup, total - warmup),
            ScheduleShape.Polynomial => peak * Math.Pow(1 - Share(at - warmup, total - warmup), schedule.Power ?? 1),
            ScheduleShape.Plateau => Plateau(schedule, peak, history),
            _ => throw new ArgumentOutOfRangeException(nameof(config), schedule.Shape, "There is no such schedule."),
        };
    }

    private static double Share(double done, double total) => Math.Clamp(done / Math.Max(1, total), 0, 1);

    /// <summary>From <paramref name="from"/> at 0 to <paramref name="to"/> at 1.</summary>
    private static double HalfCosine(double from, double to, double share) => to + ((from - to) * 0.5 * (1 + Math.Cos(Math.PI * share)));

    private static double Restarts(ScheduleConfig schedule, double peak, double epochs)
    {
        var length = schedule.EveryEpochs ?? 10;
        while (epochs >= length)
        {
            epochs -= length;
            length *= schedule.Growth ?? 1;
        }

        return HalfCosine(peak, schedule.Lowest ?? 0, epochs / length);
    }

    private static double OneCycle(ScheduleConfig schedule, double peak, double at, double total)
    {
        var top = Math.Max(1, ((schedule.RiseShare ?? 0.3) * total) - 1);
        var first = peak / (schedule.StartDivisor ?? 25);
        return at <= top
            ? HalfCosine(first, peak, Share(at, top))
            : HalfCosine(peak, first / (schedule.EndDivisor ?? 1e4), Share(at - top, total - 1 - top));
    }

    private static double Plateau(ScheduleConfig schedule, double peak, IReadOnlyList<EpochResult> history)
    {
        var monitor = schedule.Monitor ?? MonitorTable.Loss;
        var sign = MonitorTable.LowerIsBetter(monitor) ? 1 : -1;
        var (rate, best, bad, resting) = (peak, double.PositiveInfinity, 0, 0);
        foreach (var result in history)
        {
            var value = sign * (result.Kept.Of(monitor) ?? double.NaN);
            var better = value < (double.IsInfinity(best) ? best : best - ((schedule.Tolerance ?? 1e-4) * Math.Abs(best)));
            (best, bad) = better ? (value, 0) : (best, bad + 1);
            (resting, bad) = resting > 0 ? (resting - 1, 0) : (0, bad);
            if (bad > (schedule.Patience ?? 10))
            {
                rate = Math.Max(rate * (schedule.Factor ?? 0.1), schedule.Lowest ?? 0);
                (resting, bad) = (schedule.Cooldown ?? 0, 0);
            }
        }

        return rate;
    }
}
