namespace MedTrain.Learning.Training;

/// <summary>What early stopping has seen so far. A pure function of the epochs' results; saved with every checkpoint.</summary>
/// <param name="CompletedEpochs">Epochs finished.</param>
/// <param name="BestEpoch">The best epoch, 0 before the first.</param>
/// <param name="BestValue">The watched metric there; null before the first.</param>
/// <param name="History">The results of all finished epochs.</param>
public sealed record TrainingProgress(int CompletedEpochs, int BestEpoch, double? BestValue, IReadOnlyList<EpochResult> History)
{
    /// <summary>Before the first epoch.</summary>
    public static TrainingProgress Start { get; } = new(0, 0, null, []);

    /// <summary>True when the last finished epoch is the best so far.</summary>
    public bool LastIsBest => CompletedEpochs > 0 && BestEpoch == CompletedEpochs;

    /// <summary>The state after one more epoch. Equal values are no improvement: the earlier epoch stays the best.</summary>
    /// <exception cref="InvalidOperationException">The watched metric is not computable on the validation part.</exception>
    public TrainingProgress After(EpochResult result, EarlyStoppingConfig config)
    {
        var value = config.Monitor == MonitoredMetric.Loss ? result.ValidationLoss : result.ValidationAuc
            ?? throw new InvalidOperationException(
                "training.early_stopping.monitor is auc, but the validation part has no label with both a positive and a negative case. " +
                "Give it more patients (split.validation), or set monitor: loss.");
        var better = BestValue is not { } best || (config.Monitor == MonitoredMetric.Loss ? value < best : value > best);
        return new TrainingProgress(
            result.Epoch, better ? result.Epoch : BestEpoch, better ? value : BestValue, [.. History, result]);
    }

    /// <summary>True when no further epoch is to be trained.</summary>
    public bool IsFinished(TrainingConfig config) =>
        CompletedEpochs >= config.Epochs ||
        (config.EarlyStopping.Patience > 0 && CompletedEpochs - BestEpoch >= config.EarlyStopping.Patience);
}
