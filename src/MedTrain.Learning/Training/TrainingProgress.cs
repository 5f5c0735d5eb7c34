using System.Text.Json;
using System.Text.Json.Serialization;

namespace MedTrain.Learning.Training;

/// <summary>How far a training is: the finished epochs, and the place in the one that is going on. Saved with every checkpoint; what early
/// stopping and schedules need follows from it.</summary>
/// <param name="History">The results of all finished epochs.</param>
/// <param name="Position">The place in the next epoch.</param>
public sealed record TrainingProgress(IReadOnlyList<EpochResult> History, EpochPosition Position)
{
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Before the first epoch.</summary>
    public static TrainingProgress Start { get; } = new([], new EpochPosition(1));

    /// <summary>Epochs finished.</summary>
    [JsonIgnore]
    public int CompletedEpochs => History.Count;

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static TrainingProgress FromJson(string json) => JsonSerializer.Deserialize<TrainingProgress>(json, Json)!;

    /// <summary>All of it as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>The progress after one more epoch.</summary>
    /// <exception cref="TrainingException">A watched metric cannot be computed on the validation part.</exception>
    public TrainingProgress After(EpochResult result, TrainingConfig config)
    {
        foreach (var name in config.KeepBest.Append(config.EarlyStopping.Monitor).Where(name => result.Kept.Of(name) is null))
        {
            throw new TrainingException(
                $"training.early_stopping.monitor or keep_best names {name}, which cannot be computed on the validation part (a label may lack "
                + "positive or negative cases there). Give it more patients (split.validation), or watch loss.");
        }

        return new TrainingProgress([.. History, result], new EpochPosition(result.Epoch + 1));
    }

    /// <summary>The epoch with the best value, from 1; 0 before the first. Equal values are no improvement: the earlier epoch stays.</summary>
    /// <param name="monitor">A name in <see cref="MonitorTable"/>.</param>
    public int BestEpoch(string monitor) => LastImprovement(monitor, tolerance: 0);

    /// <summary>True when no further epoch is to be trained.</summary>
    public bool IsFinished(TrainingConfig config)
    {
        var stopping = config.EarlyStopping;
        return CompletedEpochs >= config.Epochs
            || (stopping.Patience > 0 && CompletedEpochs - LastImprovement(stopping.Monitor, stopping.Tolerance) >= stopping.Patience);
    }

    /// <summary>The last epoch that beat the best one before it by more than the relative tolerance (ClinicaDL's rule).</summary>
    private int LastImprovement(string monitor, double tolerance)
    {
        var sign = MonitorTable.LowerIsBetter(monitor) ? 1 : -1;
        var (epoch, best) = (0, double.PositiveInfinity);
        foreach (var result in History)
        {
            var value = sign * (result.Kept.Of(monitor) ?? double.NaN);
            if (value < (double.IsInfinity(best) ? best : best - (tolerance * Math.Abs(best))))
            {
                (epoch, best) = (result.Epoch, value);
            }
        }

        return epoch;
    }
}
