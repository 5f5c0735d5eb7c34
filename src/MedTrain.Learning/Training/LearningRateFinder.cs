namespace MedTrain.Learning.Training;

/// <summary>
/// The learning-rate range test (Smith 2017): trains with a rate that grows from step to step and watches the loss. The weights are spoiled
/// afterwards: give it a session of its own.
/// </summary>
/// <remarks>https://arxiv.org/abs/1506.01186.</remarks>
public static class LearningRateFinder
{
    private const double Explosion = 4;

    /// <summary>Makes the steps.</summary>
    /// <param name="session">A session as it was created.</param>
    /// <param name="config">From which rate to which, in how many steps.</param>
    /// <param name="stop">Checked between steps.</param>
    public static LearningRateCurve Run(TrainingSession session, LearningRateFinderConfig config, CancellationToken stop)
    {
        var (step, curve) = (new OptimizerStep(session), new LearningRateCurve([]));
        session.Trainable.Begin(session.Config.Epochs); // everything that is ever trained
        for (var epoch = 1; curve.Points.Count < config.Steps; epoch++)
        {
            foreach (var batches in session.TrainingBatches.Shuffled(epoch).Chunk(session.Config.Accumulate))
            {
                stop.ThrowIfCancellationRequested();
                var rate = config.Lowest * Math.Pow(config.Highest / config.Lowest, curve.Points.Count / (config.Steps - 1.0));
                step.SetRate(rate);
                var loss = Loss(step, epoch, batches);
                Array.ForEach(batches, batch => batch.Dispose());
                if (!double.IsFinite(loss)) { return curve; }

                curve = new LearningRateCurve([.. curve.Points, (rate, loss)]);
                var smoothed = curve.Smoothed();
                if (curve.Points.Count == config.Steps || smoothed[^1] > Explosion * smoothed.Min()) { return curve; }
            }
        }

        return curve;
    }

    private static double Loss(OptimizerStep step, int epoch, Batching.Batch[] batches)
    {
        try
        {
            var loss = step.Make(epoch, batches);
            return loss.Sum / Math.Max(1, loss.Known);
        }
        catch (NonFiniteLossException)
        {
            return double.NaN; // the rate is too high: the end of the curve
        }
    }
}
