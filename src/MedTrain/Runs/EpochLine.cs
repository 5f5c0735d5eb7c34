using System.Globalization;
using MedTrain.Learning.Training;
using Serilog;

namespace MedTrain.Runs;

/// <summary>The line of a finished epoch in the log; also shown with <c>--quiet</c>.</summary>
internal static class EpochLine
{
    /// <summary>The property that marks such lines.</summary>
    public const string Property = "EpochLine";

    /// <summary>Writes the line; <paramref name="name"/> is what is trained, as <c>Fold 0</c>.</summary>
    public static void Write(ILogger log, string name, TrainingProgress progress, TrainingConfig config)
    {
        var result = progress.History[^1];
        var skipped = result.SkippedSteps > 0 ? $", {result.SkippedSteps} steps skipped" : "";
        log.ForContext(Property, true).Information(
            "{Name:l} epoch {Epoch}/{Epochs}: loss {TrainingLoss:l}, validation {Validation:l}{Averaged:l}{Best:l}{Skipped:l}, "
            + "rate {Rate:l} ({Speed:0} images/s, {Seconds:0.0} s)",
            name, result.Epoch, config.Epochs, Number(result.TrainingLoss, "0.0000"), Words(result.Validation),
            result.Averaged is { } averaged ? $", averaged {Words(averaged)}" : "",
            progress.BestEpoch(config.EarlyStopping.Monitor) == result.Epoch ? ", best so far" : "",
            skipped, result.LearningRate.ToString("0.##e0", CultureInfo.InvariantCulture), result.ImagesPerSecond, result.Seconds);
    }

    private static string Words(ValidationScores scores) => string.Join(
        ", ", scores.Metrics.Select(metric => $"{metric.Key} {(metric.Value is { } value ? Number(value, "0.000") : "–")}")
            .Prepend($"loss {Number(scores.Loss, "0.0000")}"));

    /// <summary>A number in a format; the huge numbers of a diverging training in powers of ten, not in twenty digits.</summary>
    internal static string Number(double value, string format) =>
        value.ToString(Math.Abs(value) < 1e6 ? format : "0.###e0", CultureInfo.InvariantCulture);
}
